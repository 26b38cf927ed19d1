//! Numbers that begin with a cache line, so that no load or store of a whole vector takes two of them.

use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};

use bytemuck::Pod;

use super::tiles::Line;

/// As many numbers as are asked for.
pub(in crate::embed) struct Aligned<T> {
    lines: Vec<Line>,
    count: usize,
    of: PhantomData<T>,
}

/// Something that begins with a cache line.
#[repr(C, align(64))]
pub(super) struct OnLine<T>(pub(super) T);

impl<T> Default for Aligned<T> {
    fn default() -> Self {
        Self { lines: Vec::new(), count: 0, of: PhantomData }
    }
}

impl<T: Pod> Aligned<T> {
    /// A copy of numbers.
    pub(in crate::embed) fn copy(numbers: &[T]) -> Self {
        let mut copy = Self::default();
        copy.resize(numbers.len());
        copy.copy_from_slice(numbers);
        copy
    }

    /// Makes them so many. Those that are new may be any.
    pub(in crate::embed) fn resize(&mut self, count: usize) {
        self.lines.resize((count * size_of::<T>()).div_ceil(size_of::<Line>()), Line::default());
        self.count = count;
    }

    /// Makes them so many, all of them zero.
    pub(super) fn clear(&mut self, count: usize) {
        self.lines.clear();
        self.resize(count);
    }
}

impl<T: Pod> Deref for Aligned<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &bytemuck::cast_slice(&self.lines)[..self.count]
    }
}

impl<T: Pod> DerefMut for Aligned<T> {
    fn deref_mut(&mut self) -> &mut [T] {
        &mut bytemuck::cast_slice_mut(&mut self.lines)[..self.count]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_begin_with_a_line_and_are_kept() {
        let mut numbers = Aligned::copy(&[1.0f32, 2.0, 3.0]);
        numbers.resize(17);
        assert_eq!((&numbers[..3], numbers.len()), (&[1.0, 2.0, 3.0][..], 17));
        assert!(numbers.as_ptr().addr().is_multiple_of(64));
        numbers.clear(5);
        assert_eq!(*numbers, [0.0; 5]);
        numbers.resize(0);
        assert!(numbers.is_empty());
    }
}
