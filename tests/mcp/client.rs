//! A client of the protocol.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

use serde_json::{Value, json};

use crate::support::Paperside;

/// A client of the protocol, message by message. What standard output brings must be messages, each on a line.
pub struct Client {
    pub child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    requests: u64,
    /// What came while something else was waited for.
    pub unasked: Vec<Value>,
}

impl Client {
    /// Starts the program and shakes hands with it.
    pub fn start(paperside: &Paperside) -> Self {
        let mut client = Self::connect(paperside);
        let client_info = json!({"name": "test", "version": "1"});
        let begin = json!({"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": client_info});
        let begun = client.request("initialize", begin);
        assert_eq!(begun["result"]["protocolVersion"], "2025-11-25", "{begun}");
        client.send(&json!({"jsonrpc": "2.0", "method": "notifications/initialized"}));
        client
    }

    /// Starts the program only.
    pub fn connect(paperside: &Paperside) -> Self {
        let mut command = paperside.command(&["mcp"]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let input = child.stdin.take();
        let output = BufReader::new(child.stdout.take().unwrap());
        Self { child, input, output, requests: 0, unasked: Vec::new() }
    }

    pub fn send(&mut self, message: &Value) {
        self.write(&format!("{message}\n"));
    }

    pub fn write(&mut self, line: &str) {
        self.input.as_mut().unwrap().write_all(line.as_bytes()).unwrap();
    }

    /// Asks without waiting, and tells the number of the request.
    pub fn begin(&mut self, method: &str, params: Value) -> u64 {
        self.requests += 1;
        let mut message = json!({"jsonrpc": "2.0", "id": self.requests, "method": method});
        message["params"] = params;
        self.send(&message);
        self.requests
    }

    /// Waits for a message, and keeps what comes before it.
    pub fn wait_for(&mut self, is_wanted: impl Fn(&Value) -> bool) -> Value {
        if let Some(at) = self.unasked.iter().position(&is_wanted) {
            return self.unasked.remove(at);
        }
        loop {
            let mut line = String::new();
            assert!(self.output.read_line(&mut line).unwrap() > 0, "it ended before it said what was waited for");
            let message: Value = serde_json::from_str(&line).unwrap_or_else(|_| panic!("no message: {line}"));
            assert_eq!(message["jsonrpc"], "2.0", "{message}");
            if is_wanted(&message) {
                return message;
            }
            self.unasked.push(message);
        }
    }

    /// Asks, and gives the whole answer.
    pub fn request(&mut self, method: &str, params: Value) -> Value {
        let id = self.begin(method, params);
        self.wait_for(|message| message["id"] == id)
    }

    /// Calls a tool, and gives its result.
    pub fn call(&mut self, tool: &str, arguments: Value) -> Value {
        let mut params = json!({"name": tool});
        params["arguments"] = arguments;
        let answer = self.request("tools/call", params);
        assert!(answer["result"].is_object(), "{answer}");
        answer["result"].clone()
    }

    /// What a tool found.
    pub fn found(&mut self, tool: &str, arguments: Value) -> Value {
        let result = self.call(tool, arguments);
        assert_eq!(result["isError"], false, "{result}");
        result["structuredContent"].clone()
    }

    /// What a tool says to a call that it cannot answer, and its code.
    pub fn refusal(&mut self, tool: &str, arguments: Value) -> (String, String) {
        let result = self.call(tool, arguments);
        assert_eq!(result["isError"], true, "{result}");
        (text(&result), result["_meta"]["paperside/code"].as_str().unwrap().to_owned())
    }

    /// Begins to import, with the number of the request as the token for progress, and waits until that is well under
    /// way.
    pub fn begin_to_add(&mut self, path: &Path) -> u64 {
        let token = self.requests + 1;
        let arguments = json!({"paths": [path]});
        let params = json!({"name": "add", "arguments": arguments, "_meta": {"progressToken": token}});
        let id = self.begin("tools/call", params);
        self.wait_for(|message| {
            let told = &message["params"];
            told["progressToken"] == token && told["message"].as_str().unwrap().contains("embedding")
        });
        id
    }

    pub fn cancel(&mut self, id: u64) {
        let params = json!({"requestId": id, "reason": "a test"});
        self.send(&json!({"jsonrpc": "2.0", "method": "notifications/cancelled", "params": params}));
    }

    /// Closes this side, and tells with what code the other one ends.
    pub fn close(mut self) -> Option<i32> {
        drop(self.input.take());
        let mut rest = String::new();
        self.output.read_to_string(&mut rest).unwrap();
        for line in rest.lines() {
            let message: Value = serde_json::from_str(line).unwrap_or_else(|_| panic!("no message: {line}"));
            assert_eq!(message["jsonrpc"], "2.0");
        }
        self.child.wait().unwrap().code()
    }
}

/// The text of a result.
pub fn text(result: &Value) -> String {
    result["content"].as_array().unwrap().iter().map(|block| block["text"].as_str().unwrap()).collect()
}
