#!/usr/bin/env python3
"""The rivals' side of the embedding benchmark: all-MiniLM-L6-v2 under ONNX Runtime, in fp32 and in int8.

``prepare`` builds the two ONNX files from the safetensors weights. ``serve`` loads one of them and answers
requests on standard input, so that a benchmark can keep one server for each precision running beside its own
embedder and alternate between them within a single run: whatever else the machine is doing then falls on all
of them alike.

    rivals.py prepare --model DIR --work DIR
    rivals.py serve --model DIR --work DIR --precision int8 --threads 1 --batch 32

A request is one line of JSON, ``{"texts": ["...", ...]}``, and so is the answer:

    user_seconds    user CPU time of tokenising, inference and pooling, over all threads of the process
    system_seconds  system CPU time of the same (the kernel's split between the two is approximate)
    wall_seconds    elapsed time of the same
    tokens          tokens embedded, [CLS] and [SEP] included, padding not
    padded_tokens   the same with the padding, which is what the model has to work through
    vectors_sha     SHA-256 of the vectors as little-endian float32, in the order of the texts
    peak_rss_kb     the largest resident set of the process so far
    vectors         only if the request has ``"vectors": true``: the vectors, rounded to 6 digits

A request that cannot be served is answered ``{"error": "..."}``. The server writes "ready" to standard error
once it has warmed up, and ends when standard input does.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import resource
import sys
import time
from pathlib import Path
from typing import Any, Sequence

# The libraries read these when they are imported or first used, so they are set before the imports below. Only
# --threads decides how many threads there are, and only for ONNX Runtime's own pool.
os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MKL_NUM_THREADS="1", TOKENIZERS_PARALLELISM="false")

import numpy as np  # noqa: E402
import onnxruntime as ort  # noqa: E402
from tokenizers import Tokenizer  # noqa: E402

# What sentence-transformers and chromadb let the model read; its tokenizer.json says 128.
MAX_TOKENS = 256

# The ONNX IR version to declare for each operator set on offer. The onnx package would write its newest, which
# older runtimes refuse.
IR_VERSIONS = {12: 7, 17: 8}


class GraphBuilder:
    """Collects the nodes and initialisers of an ONNX graph. Every method returns the name of what it has added."""

    def __init__(self, opset: int) -> None:
        self.opset = opset
        self.nodes: list[Any] = []
        self.initializers: dict[str, Any] = {}

    def constant(self, name: str, value: Any, dtype: Any = np.float32) -> str:
        """Adds an initialiser, unless there is one of this name already."""
        from onnx import numpy_helper

        if name not in self.initializers:
            # Not np.ascontiguousarray, which would turn a scalar into a vector.
            self.initializers[name] = numpy_helper.from_array(np.array(value, dtype=dtype, order="C"), name)
        return name

    def ints(self, name: str, *values: int) -> str:
        """Adds a vector of integers."""
        return self.constant(name, values, np.int64)

    def op(self, kind: str, inputs: Sequence[str], output: str, **attributes: Any) -> str:
        """Adds a node of one output, whose name it shares."""
        from onnx import helper

        self.nodes.append(helper.make_node(kind, list(inputs), [output], name=output, **attributes))
        return output

    def unsqueeze(self, x: str, axis: int, output: str) -> str:
        """Adds an axis. Opset 13 made an input of what had been an attribute."""
        if self.opset < 13:
            return self.op("Unsqueeze", [x], output, axes=[axis])
        return self.op("Unsqueeze", [x, self.ints(f"axes_{axis}", axis)], output)

    def layer_norm(self, x: str, scale: str, bias: str, epsilon: float, output: str) -> str:
        """Normalises over the last axis, step by step before opset 17, which has an operator for it."""
        if self.opset >= 17:
            return self.op("LayerNormalization", [x, scale, bias], output, axis=-1, epsilon=epsilon)
        mean = self.op("ReduceMean", [x], f"{output}.mean", axes=[-1])
        centred = self.op("Sub", [x, mean], f"{output}.centred")
        square = self.op("Pow", [centred, self.constant("two", 2.0)], f"{output}.square")
        variance = self.op("ReduceMean", [square], f"{output}.variance", axes=[-1])
        variance = self.op("Add", [variance, self.constant("epsilon", epsilon)], f"{output}.variance_eps")
        deviation = self.op("Sqrt", [variance], f"{output}.deviation")
        normal = self.op("Div", [centred, deviation], f"{output}.normal")
        return self.op("Add", [self.op("Mul", [normal, scale], f"{output}.scaled"), bias], output)


def load_weights(model: Path) -> dict[str, np.ndarray]:
    """Reads the safetensors file and makes sure that the weights are fp32, as a baseline's should be."""
    from safetensors.numpy import load_file

    weights = load_file(model / "model.safetensors")
    for name, tensor in weights.items():
        if tensor.dtype != np.float32 and not name.endswith("position_ids"):
            raise ValueError(f"{name} is {tensor.dtype}, not float32")
    return weights


def build_model(config: dict[str, Any], weights: dict[str, np.ndarray], opset: int) -> Any:
    """Lays out BERT as PyTorch's exporter does, since that is the layout ONNX Runtime's optimiser looks for.

    In particular: weights transposed to [in, out] and given to MatMul, each bias added by an Add of its own, K
    split into heads and transposed in one step, the mask as (1 - mask) * -10000, and exact gelu written out with
    Erf.

    What the optimiser makes of it depends on the opset (ONNX Runtime 1.31.1, CPU). At 17 it fuses BiasGelu and
    folds the scaling of the scores into their MatMul, but leaves attention in pieces: its pattern for the mask
    was written for operators as they were up to opset 12. At 12 it also fuses Attention, in fp32 only, because in
    the int8 file the weights it looks for are already quantised.
    """
    from onnx import TensorProto, helper

    if config["hidden_act"] != "gelu" or config.get("position_embedding_type", "absolute") != "absolute":
        raise ValueError("only BERT with exact gelu and absolute positions is supported")
    hidden, heads, layers = (config[f] for f in ("hidden_size", "num_attention_heads", "num_hidden_layers"))
    g = GraphBuilder(opset)

    def linear(x: str, name: str) -> str:
        weight = g.constant(f"{name}.weight", weights[f"{name}.weight"].T)
        bias = g.constant(f"{name}.bias", weights[f"{name}.bias"])
        return g.op("Add", [g.op("MatMul", [x, weight], f"{name}.matmul"), bias], f"{name}.out")

    def norm(x: str, name: str, output: str) -> str:
        scale = g.constant(f"{name}.weight", weights[f"{name}.weight"])
        bias = g.constant(f"{name}.bias", weights[f"{name}.bias"])
        return g.layer_norm(x, scale, bias, config["layer_norm_eps"], output)

    # What every layer adds to its scores, [batch, 1, 1, seq]: 0 for a token, -10000 for padding.
    mask = g.unsqueeze("attention_mask", 1, "mask.1")
    mask = g.unsqueeze(mask, 2, "mask.2")
    mask = g.op("Cast", [mask], "mask.float", to=TensorProto.FLOAT)
    mask = g.op("Sub", [g.constant("one", 1.0), mask], "mask.inverted")
    mask = g.op("Mul", [mask, g.constant("masked_score", -10000.0)], "mask.scores")

    # The positions are the first seq of a stored 0, 1, 2, ...
    stored = g.constant("position_ids", np.arange(config["max_position_embeddings"])[None, :], np.int64)
    length = g.op("Shape", ["input_ids"], "input_ids.shape")
    length = g.op("Gather", [length, g.constant("index_1", 1, np.int64)], "seq", axis=0)
    length = g.unsqueeze(length, 0, "seq.1")
    slicing = [g.ints("slice_start", 0), length, g.ints("slice_axis", 1), g.ints("slice_step", 1)]
    positions = g.op("Slice", [stored, *slicing], "positions")

    embedded = []
    for kind, ids in (("word", "input_ids"), ("token_type", "token_type_ids"), ("position", positions)):
        name = f"embeddings.{kind}_embeddings.weight"
        embedded.append(g.op("Gather", [g.constant(name, weights[name]), ids], f"embeddings.{kind}", axis=0))
    x = g.op("Add", embedded[:2], "embeddings.word_and_type")
    x = g.op("Add", [x, embedded[2]], "embeddings.sum")
    x = norm(x, "embeddings.LayerNorm", "embeddings.out")

    split_shape = g.ints("split_shape", 0, 0, heads, hidden // heads)
    merge_shape = g.ints("merge_shape", 0, 0, hidden)
    score_scale = g.constant("score_scale", np.sqrt(hidden // heads))
    for layer in range(layers):
        p = f"encoder.layer.{layer}"

        split = {}
        for part, perm in (("query", [0, 2, 1, 3]), ("key", [0, 2, 3, 1]), ("value", [0, 2, 1, 3])):
            name = f"{p}.attention.self.{part}"
            parted = g.op("Reshape", [linear(x, name), split_shape], f"{name}.split")
            split[part] = g.op("Transpose", [parted], f"{name}.heads", perm=perm)
        scores = g.op("MatMul", [split["query"], split["key"]], f"{p}.scores")
        scores = g.op("Div", [scores, score_scale], f"{p}.scores.scaled")
        scores = g.op("Add", [scores, mask], f"{p}.scores.masked")
        shares = g.op("Softmax", [scores], f"{p}.shares", axis=3)
        context = g.op("MatMul", [shares, split["value"]], f"{p}.context")
        context = g.op("Transpose", [context], f"{p}.context.heads", perm=[0, 2, 1, 3])
        context = g.op("Reshape", [context, merge_shape], f"{p}.context.merged")
        context = linear(context, f"{p}.attention.output.dense")
        x = g.op("Add", [context, x], f"{p}.attention.sum")
        x = norm(x, f"{p}.attention.output.LayerNorm", f"{p}.attention.out")

        inner = linear(x, f"{p}.intermediate.dense")
        gate = g.op("Div", [inner, g.constant("sqrt_2", np.sqrt(2.0))], f"{p}.gelu.scaled")
        gate = g.op("Erf", [gate], f"{p}.gelu.erf")
        gate = g.op("Add", [gate, g.constant("one", 1.0)], f"{p}.gelu.plus_1")
        gate = g.op("Mul", [inner, gate], f"{p}.gelu.gated")
        inner = g.op("Mul", [gate, g.constant("half", 0.5)], f"{p}.gelu")
        x = g.op("Add", [linear(inner, f"{p}.output.dense"), x], f"{p}.sum")
        x = norm(x, f"{p}.output.LayerNorm", "last_hidden_state" if layer == layers - 1 else f"{p}.out")

    shape = ["batch", "seq"]
    names = ("input_ids", "attention_mask", "token_type_ids")
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, shape) for name in names]
    outputs = [helper.make_tensor_value_info(x, TensorProto.FLOAT, [*shape, hidden])]
    graph = helper.make_graph(g.nodes, "bert", inputs, outputs, list(g.initializers.values()))
    opsets = [helper.make_opsetid("", opset)]
    return helper.make_model(graph, opset_imports=opsets, ir_version=IR_VERSIONS[opset], producer_name="rivals")


def prepare(model: Path, work: Path, opset: int) -> None:
    """Writes fp32.onnx and int8.onnx into the work directory.

    The int8 file is the setting that agreed best with fp32 of those tried: one scale for each output channel (one
    for a whole tensor is known to be unusable here), the full 8 bits rather than 7, and only the matrix products
    quantised. Quantising the embedding tables too makes the file 21 MB instead of 55 and the server smaller, but
    no faster, and agrees less. quant_pre_process is left out: it changed nothing.

    The full 8 bits suit processors with VNNI; on those without it, ONNX Runtime's 8-bit products can saturate,
    and the agreement has to be measured anew.
    """
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    config = json.loads((model / "config.json").read_text(encoding="utf-8"))
    work.mkdir(parents=True, exist_ok=True)
    built = build_model(config, load_weights(model), opset)
    onnx.checker.check_model(built, full_check=True)
    onnx.save(built, work / "fp32.onnx")
    quantize_dynamic(
        work / "fp32.onnx",
        work / "int8.onnx",
        op_types_to_quantize=["MatMul"],
        per_channel=True,
        reduce_range=False,
        weight_type=QuantType.QInt8,
    )


class Embedder:
    """A tokenizer and an ONNX Runtime session that together turn texts into unit vectors."""

    def __init__(self, model: Path, onnx_file: Path, threads: int, batch: int, pad_to: int | None) -> None:
        self.batch = batch
        self.tokenizer = Tokenizer.from_file(str(model / "tokenizer.json"))
        # A fixed length shorter than the limit has to lower the limit, or longer texts would not fit the batch.
        self.tokenizer.enable_truncation(max_length=min(MAX_TOKENS, pad_to or MAX_TOKENS))
        # Without a length, to the longest of the batch.
        self.tokenizer.enable_padding(pad_id=0, pad_token="[PAD]", length=pad_to)

        options = ort.SessionOptions()
        options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_ALL
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        # A thread that spins while it waits would be counted as work.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.add_session_config_entry("session.inter_op.allow_spinning", "0")
        self.session = ort.InferenceSession(onnx_file, options, providers=["CPUExecutionProvider"])
        self.width = self.session.get_outputs()[0].shape[-1]

    def embed(self, texts: Sequence[str]) -> tuple[np.ndarray, int, int]:
        """Embeds the texts in batches, in their order. Returns the vectors and the tokens without and with padding.

        The texts are not sorted by length first: neither chromadb nor fastembed does so.
        """
        parts = [np.empty((0, self.width), dtype=np.float32)]
        tokens = padded_tokens = 0
        for start in range(0, len(texts), self.batch):
            encodings = self.tokenizer.encode_batch(texts[start : start + self.batch])
            ids = np.array([e.ids for e in encodings], dtype=np.int64)
            mask = np.array([e.attention_mask for e in encodings], dtype=np.int64)
            feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
            (states,) = self.session.run(None, feed)
            parts.append(pool(states, mask))
            tokens += int(mask.sum())
            padded_tokens += mask.size
        return np.concatenate(parts), tokens, padded_tokens


def pool(states: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """Averages the states of each text's own tokens and scales the average to length 1.

    Done as a matrix product, which does not copy the states as multiplying by a broadcast mask would. The number of
    tokens is not divided by, since the scaling would undo it.
    """
    sums = np.matmul(mask[:, None, :].astype(np.float32), states)[:, 0, :]
    return sums / np.linalg.norm(sums, axis=1, keepdims=True)


def peak_rss_kb() -> int:
    """The largest resident set so far, in KiB.

    From /proc where there is one: ru_maxrss starts from what the parent had in memory when it started this process.
    """
    try:
        for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1])
    except OSError:
        pass
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // 1024 if sys.platform == "darwin" else peak


def answer(embedder: Embedder, line: str) -> dict[str, Any]:
    """Serves one request. Parsing it and writing the answer are not timed."""
    request = json.loads(line)
    texts = request["texts"]
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise ValueError("texts must be a list of strings")

    usage_before, wall_before = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    vectors, tokens, padded_tokens = embedder.embed(texts)
    wall_after, usage_after = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF)

    result: dict[str, Any] = {
        "user_seconds": usage_after.ru_utime - usage_before.ru_utime,
        "system_seconds": usage_after.ru_stime - usage_before.ru_stime,
        "wall_seconds": wall_after - wall_before,
        "tokens": tokens,
        "padded_tokens": padded_tokens,
        "vectors_sha": hashlib.sha256(vectors.astype("<f4").tobytes()).hexdigest(),
        "peak_rss_kb": peak_rss_kb(),
    }
    if request.get("vectors"):
        # Rounded as doubles: a rounded float32 would be written out with all the digits of its nearest double.
        result["vectors"] = np.round(vectors.astype(np.float64), 6).tolist()
    return result


def serve(embedder: Embedder) -> None:
    """Warms up, then answers the requests on standard input until it ends.

    The warm-up texts are short, so that the peak of memory is that of the texts asked for. It takes a first request
    of the real texts, its time thrown away, to have the memory for them allocated as well.
    """
    embedder.embed(["The quick brown fox jumps over the lazy dog."] * embedder.batch)
    print("ready", file=sys.stderr, flush=True)
    for line in sys.stdin:
        if not line.strip():
            continue
        try:
            result = answer(embedder, line)
        except Exception as error:  # Whatever went wrong, the other side is waiting for a line.
            result = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(result), flush=True)


def whole_number(least: int, most: int | None = None) -> Any:
    """Returns an argument type for whole numbers within these bounds."""

    def parse(text: str) -> int:
        value = int(text)
        if value < least or (most is not None and value > most):
            raise argparse.ArgumentTypeError(f"must be at least {least}" + (f" and at most {most}" if most else ""))
        return value

    return parse


def parse_arguments() -> argparse.Namespace:
    """Reads the command line."""
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--model", type=Path, required=True, help="directory of the published model")
    common.add_argument("--work", type=Path, required=True, help="directory of the ONNX files")

    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    commands = parser.add_subparsers(dest="command", required=True)

    command = commands.add_parser("prepare", parents=[common], help="write fp32.onnx and int8.onnx")
    command.add_argument(
        "--opset",
        type=int,
        choices=sorted(IR_VERSIONS),
        default=17,
        help="operator set to write; ONNX Runtime fuses the fp32 attention only at 12 (default: 17)",
    )

    command = commands.add_parser("serve", parents=[common], help="answer requests on standard input")
    command.add_argument("--precision", choices=("fp32", "int8"), required=True, help="which file to load")
    command.add_argument("--threads", type=whole_number(1), default=1, help="inference threads (default: 1)")
    command.add_argument("--batch", type=whole_number(1), default=32, help="texts in a batch (default: 32)")
    command.add_argument(
        "--pad-to",
        type=whole_number(3, MAX_TOKENS),
        help="pad, and truncate, every text to this many tokens (default: pad to the longest text of the batch)",
    )
    return parser.parse_args()


def main() -> None:
    """Runs the command asked for."""
    arguments = parse_arguments()
    if arguments.command == "prepare":
        prepare(arguments.model, arguments.work, arguments.opset)
    else:
        onnx_file = arguments.work / f"{arguments.precision}.onnx"
        serve(Embedder(arguments.model, onnx_file, arguments.threads, arguments.batch, arguments.pad_to))


if __name__ == "__main__":
    main()
