//! A language model that writes what a test wants: a real one, in a file as llama.cpp stores them.
//!
//! It is of the Llama kind with one layer that adds nothing. Each token has a dimension of its own, and the last matrix
//! leads from each token to the one that is to follow it: the first word follows the end of line with which the template
//! asks for an answer.

use std::io::Write;

/// Kinds of values, as the format numbers them.
const U32: u32 = 4;
const I32: u32 = 5;
const F32: u32 = 6;
const BOOL: u32 = 7;
const STRING: u32 = 8;
const ARRAY: u32 = 9;

/// Kinds of tokens.
const NORMAL: i32 = 1;
const UNKNOWN: i32 = 2;
const CONTROL: i32 = 3;
const BYTE: i32 = 6;

/// Tensors begin at multiples of this.
const ALIGNMENT: usize = 32;

/// Heads of attention are as wide as this, so the model's width must be a multiple.
const HEAD: usize = 32;

const FEED_FORWARD: usize = 32;

/// The token that ends an answer.
const END: usize = 2;

/// The first of the 256 tokens of single bytes.
const BYTES: usize = 5;

/// How a question is put to most models; `<|im_start|>` and `<|im_end|>` are tokens of their own.
const TEMPLATE: &str = "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + \
                        '<|im_end|>' + '\n'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}";

/// A model that writes these words, one token each, and reads so many tokens at once. If it goes on for ever, it begins
/// anew at the end.
pub fn scripted(words: &[&str], context_tokens: u32, for_ever: bool) -> Vec<u8> {
    let mut tokens: Vec<(String, i32)> = [("<unk>", UNKNOWN), ("<s>", CONTROL), ("</s>", CONTROL)]
        .into_iter()
        .chain([("<|im_start|>", CONTROL), ("<|im_end|>", CONTROL)])
        .map(|(text, kind)| (text.to_owned(), kind))
        .collect();
    assert_eq!(tokens.len(), BYTES);
    tokens.extend((0..=255_u8).map(|byte| (format!("<0x{byte:02X}>"), BYTE)));
    let first = tokens.len();
    tokens.extend(words.iter().map(|word| (word.replace(' ', "\u{2581}"), NORMAL)));
    let width = tokens.len().next_multiple_of(HEAD);
    tokens.resize_with(width, || (String::new(), CONTROL));
    for (number, token) in tokens.iter_mut().enumerate().skip(first + words.len()) {
        token.0 = format!("<unused-{number}>");
    }
    let follows = |token: usize| match token {
        _ if token == BYTES + usize::from(b'\n') => first,
        _ if (first..first + words.len() - 1).contains(&token) => token + 1,
        _ if token == first + words.len() - 1 && for_ever => first,
        _ => END,
    };
    let square = vec![0.0; width * width];
    let mut embeddings = square.clone();
    let mut output = square.clone();
    for token in 0..width {
        embeddings[token * width + token] = 1.0;
        output[follows(token) * width + token] = 1.0;
    }
    let ones = vec![1.0; width];
    let ahead = vec![0.0; width * FEED_FORWARD];
    let (wide, back, across) = ([width, FEED_FORWARD], [FEED_FORWARD, width], [width, width]);
    let tensors: Vec<(&str, &[usize], Vec<f32>)> = vec![
        ("token_embd.weight", &across, embeddings),
        ("output_norm.weight", &across[..1], ones.clone()),
        ("output.weight", &across, output),
        ("blk.0.attn_norm.weight", &across[..1], ones.clone()),
        ("blk.0.attn_q.weight", &across, square.clone()),
        ("blk.0.attn_k.weight", &across, square.clone()),
        ("blk.0.attn_v.weight", &across, square.clone()),
        ("blk.0.attn_output.weight", &across, square),
        ("blk.0.ffn_norm.weight", &across[..1], ones),
        ("blk.0.ffn_gate.weight", &wide, ahead.clone()),
        ("blk.0.ffn_up.weight", &wide, ahead.clone()),
        ("blk.0.ffn_down.weight", &back, ahead),
    ];
    file(&values(&tokens, width as u32, context_tokens), &tensors)
}

/// What is told of the model.
fn values(tokens: &[(String, i32)], width: u32, context_tokens: u32) -> Values {
    let mut values = Values::default();
    values.text("general.architecture", "llama");
    for (name, number) in [
        ("llama.context_length", context_tokens),
        ("llama.embedding_length", width),
        ("llama.block_count", 1),
        ("llama.feed_forward_length", FEED_FORWARD as u32),
        ("llama.attention.head_count", width / HEAD as u32),
        ("tokenizer.ggml.unknown_token_id", 0),
        ("tokenizer.ggml.bos_token_id", 1),
        ("tokenizer.ggml.eos_token_id", END as u32),
    ] {
        values.value(name, U32, &number.to_le_bytes());
    }
    values.value("llama.attention.layer_norm_rms_epsilon", F32, &1e-5_f32.to_le_bytes());
    values.text("tokenizer.ggml.model", "llama");
    values.text("tokenizer.chat_template", TEMPLATE);
    values.value("tokenizer.ggml.add_bos_token", BOOL, &[1]);
    values.value("tokenizer.ggml.add_space_prefix", BOOL, &[0]);
    values.list("tokenizer.ggml.tokens", STRING, tokens.iter().map(|(text, _)| string(text)));
    values.list("tokenizer.ggml.scores", F32, tokens.iter().map(|_| (-1.0_f32).to_le_bytes().to_vec()));
    values.list("tokenizer.ggml.token_type", I32, tokens.iter().map(|(_, kind)| kind.to_le_bytes().to_vec()));
    values
}

/// Named values, written one after the other.
#[derive(Default)]
struct Values {
    count: u64,
    bytes: Vec<u8>,
}

impl Values {
    fn value(&mut self, name: &str, kind: u32, bytes: &[u8]) {
        self.count += 1;
        self.bytes.extend(string(name));
        self.bytes.extend(kind.to_le_bytes());
        self.bytes.extend(bytes);
    }

    fn text(&mut self, name: &str, text: &str) {
        self.value(name, STRING, &string(text));
    }

    fn list(&mut self, name: &str, kind: u32, items: impl ExactSizeIterator<Item = Vec<u8>>) {
        let mut bytes = kind.to_le_bytes().to_vec();
        bytes.extend((items.len() as u64).to_le_bytes());
        items.for_each(|item| bytes.extend(item));
        self.value(name, ARRAY, &bytes);
    }
}

fn string(text: &str) -> Vec<u8> {
    let mut bytes = (text.len() as u64).to_le_bytes().to_vec();
    bytes.extend(text.as_bytes());
    bytes
}

fn file(values: &Values, tensors: &[(&str, &[usize], Vec<f32>)]) -> Vec<u8> {
    let mut file = b"GGUF".to_vec();
    file.extend(3_u32.to_le_bytes());
    file.extend((tensors.len() as u64).to_le_bytes());
    file.extend(values.count.to_le_bytes());
    file.extend(&values.bytes);
    let mut offset = 0;
    for (name, dimensions, numbers) in tensors {
        file.extend(string(name));
        file.extend((dimensions.len() as u32).to_le_bytes());
        dimensions.iter().for_each(|dimension| file.extend((*dimension as u64).to_le_bytes()));
        // Numbers of 32 bits.
        file.extend(0_u32.to_le_bytes());
        file.extend((offset as u64).to_le_bytes());
        offset += (numbers.len() * 4).next_multiple_of(ALIGNMENT);
    }
    for (_, _, numbers) in tensors {
        file.resize(file.len().next_multiple_of(ALIGNMENT), 0);
        numbers.iter().for_each(|number| file.write_all(&number.to_le_bytes()).unwrap());
    }
    file
}
