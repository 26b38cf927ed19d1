"""Speaks with `paperside mcp` as the protocol's own client does, and prints what came of it as one JSON object.

Usage: mcp_client.py PROGRAM LIBRARY MODE QUESTION FILE. MODE is `legacy` for clients that begin with a handshake, and
`auto` for those of July 2026 and later. FILE is added to the library. The client itself checks every result against
the schema that its tool announces.
"""

import json
import os
import sys

import anyio
from mcp import Client, StdioServerParameters

# Longer than anything takes; only so that a test which went wrong ends.
PATIENCE = 120
CHANGED = "notifications/resources/list_changed"


async def talk(program, library, mode, question, file):
    server = StdioServerParameters(command=program, args=["--library", library, "mcp"], env=dict(os.environ))
    told, steps = anyio.Event(), []

    async def hear(message):
        if getattr(message, "method", None) == CHANGED:
            told.set()

    async def note(done, total, message):
        steps.append({"done": done, "total": total, "message": message})

    async with Client(server, mode=mode, message_handler=hear) as client:

        async def call(tool, arguments, **options):
            result = await client.call_tool(tool, arguments, **options)
            text = "".join(block.text for block in result.content)
            return {"is_error": bool(result.is_error), "text": text, "found": result.structured_content}

        said = {
            "protocol": client.protocol_version,
            "instructions": client.instructions,
            "tools": {tool.name: tool.annotations.model_dump() for tool in (await client.list_tools()).tools},
            "asked": await call("ask", {"question": question}),
            "searched": await call("search", {"query": question, "limit": 3}),
            "listed": await call("list", {}),
            "unknown": await call("read_page", {"document": "0000", "page": 0}),
        }
        hit = said["searched"]["found"]["passages"][0]
        said["read"] = await call("read_page", {"document": hit["document"]["id"], "page": hit["page"]})
        said["resources"] = [resource.uri for resource in (await client.list_resources()).resources]
        contents = (await client.read_resource(said["resources"][0])).contents
        said["contents"] = [{"uri": content.uri, "text": content.text} for content in contents]
        prompt = await client.get_prompt("cite", {"question": question})
        said["prompt"] = prompt.messages[0].content.text

        async def add():
            said["added"] = await call("add", {"paths": [file]}, progress_callback=note)

        if mode == "legacy":
            await add()
            await told.wait()
        else:
            async with client.listen(resources_list_changed=True) as changes:
                await add()
                async for _ in changes:
                    told.set()
                    break
        said["was_told"], said["steps"] = told.is_set(), steps
        # What was listed before has been forgotten because of what was told.
        said["resources_then"] = [resource.uri for resource in (await client.list_resources()).resources]
    return said


async def main():
    with anyio.fail_after(PATIENCE):
        print(json.dumps(await talk(*sys.argv[1:])))


anyio.run(main)
