//! The definition, in plain code.

use super::{Line, PANEL, Sums};

/// As [`super::Tile::multiply`] says, for unsigned rows and groups of four.
pub(super) fn multiply(rows: &[u8], stride: usize, count: usize, panel: &[Line], sums: &mut Sums) {
    let panel: &[i8] = bytemuck::cast_slice(panel);
    for (row, sums) in rows.chunks(stride).zip(sums.iter_mut()).take(count) {
        *sums = [0; PANEL];
        for (four, group) in row.as_chunks::<4>().0.iter().zip(panel.as_chunks::<{ 4 * PANEL }>().0) {
            for (sum, weights) in sums.iter_mut().zip(group.as_chunks::<4>().0) {
                *sum +=
                    four.iter().zip(weights).map(|(byte, weight)| i32::from(*byte) * i32::from(*weight)).sum::<i32>();
            }
        }
    }
}
