//! A part of a matrix: what a head has of each token.

use std::ops::Range;

/// The same columns of all rows of a matrix.
#[derive(Clone, Copy)]
pub(super) struct Part<'a> {
    /// Begins with the first number of the first row.
    numbers: &'a [f32],
    /// Numbers from the beginning of a row to that of the next.
    stride: usize,
    /// Numbers of a row.
    width: usize,
}

impl<'a> Part<'a> {
    /// The columns of a matrix whose rows are `stride` wide.
    #[inline(always)]
    pub(super) fn new(matrix: &'a [f32], stride: usize, columns: Range<usize>) -> Self {
        Self { numbers: &matrix[columns.start.min(matrix.len())..], stride, width: columns.len() }
    }

    /// What is in each row.
    #[inline(always)]
    pub(super) fn rows(self) -> impl Iterator<Item = &'a [f32]> {
        self.numbers.chunks(self.stride).map(move |row| &row[..self.width])
    }
}
