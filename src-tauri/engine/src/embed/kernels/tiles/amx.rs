//! Intel's matrix tiles: eight registers of 16 rows of 64 bytes, and an instruction that multiplies two of them.
#![expect(unsafe_code, reason = "instructions that the compiler does not know yet, written as assembly")]

use std::arch::asm;
use std::sync::OnceLock;

use super::{Line, PANEL, Sums};

/// What the tile registers hold (Intel's manual, volume 1, 18.3): the sums of the first 16 rows with both halves of a
/// panel in registers 0 and 1, those of the other rows in 2 and 3, rows in 4 and 5, weights in 6 and 7.
#[repr(C, align(64))]
struct Layout {
    palette: u8,
    start_row: u8,
    reserved: [u8; 14],
    bytes_of_row: [u16; 16],
    rows: [u8; 16],
}

impl Layout {
    fn for_rows(count: usize) -> Self {
        let (mut bytes_of_row, mut rows) = ([0; 16], [0; 16]);
        let (first, others) = (count.min(ROWS), count.saturating_sub(ROWS));
        for (register, count) in [first, first, others, others, first, others, ROWS, ROWS].into_iter().enumerate() {
            if count > 0 {
                (bytes_of_row[register], rows[register]) = (64, count as u8);
            }
        }
        Self { palette: 1, start_row: 0, reserved: [0; 14], bytes_of_row, rows }
    }
}

/// Rows of a register.
const ROWS: usize = 16;

/// Whether the processor has them and the system lets this process use them.
pub(super) fn is_available() -> bool {
    static AVAILABLE: OnceLock<bool> = OnceLock::new();
    *AVAILABLE.get_or_init(|| super::x86::has_avx512_vnni() && has_tiles() && may_use_tiles())
}

/// AMX-TILE and AMX-INT8 (Intel's manual, `CPUID` leaf 7: `EDX` bits 24 and 25).
fn has_tiles() -> bool {
    const TILES: u32 = 1 << 24 | 1 << 25;
    std::arch::x86_64::__cpuid(0).eax >= 7 && std::arch::x86_64::__cpuid_count(7, 0).edx & TILES == TILES
}

/// Linux gives the registers to those who ask for them; elsewhere they are not used.
#[cfg(target_os = "linux")]
fn may_use_tiles() -> bool {
    /// Asks for a part of the processor's state (Linux: `arch/x86/include/uapi/asm/prctl.h`).
    const ARCH_REQ_XCOMP_PERM: libc::c_long = 0x1023;
    /// The tiles' data.
    const XFEATURE_XTILEDATA: libc::c_long = 18;
    // SAFETY: the call takes two numbers and touches no memory.
    unsafe { libc::syscall(libc::SYS_arch_prctl, ARCH_REQ_XCOMP_PERM, XFEATURE_XTILEDATA) == 0 }
}

#[cfg(not(target_os = "linux"))]
fn may_use_tiles() -> bool {
    false
}

/// As [`super::Tile::multiply`] says, for unsigned rows and groups of four.
pub(super) fn multiply(rows: &[u8], stride: usize, count: usize, panel: &[Line], sums: &mut Sums) {
    let layout = Layout::for_rows(count);
    let steps = size_of_val(panel) / PANEL / 64;
    // SAFETY: the tile is only given where the instructions are; `Tile::multiply` has checked that all rows are as
    // long as the panel, which is one or more whole steps of 64 inputs, 16 groups of both halves, each. The registers
    // are given back at the end, for the system would save them at each change of threads.
    unsafe {
        if count <= ROWS {
            asm!(
                "ldtilecfg [{layout}]",
                "tilezero tmm0",
                "tilezero tmm1",
                "2:",
                "tileloadd tmm4, [{rows} + {stride}]",
                "tileloadd tmm6, [{panel} + {line}]",
                "tileloadd tmm7, [{panel} + {line} + 64]",
                "tdpbusd tmm0, tmm4, tmm6",
                "tdpbusd tmm1, tmm4, tmm7",
                "add {rows}, 64",
                "add {panel}, 2048",
                "dec {steps}",
                "jnz 2b",
                "tilestored [{sums} + {line}], tmm0",
                "tilestored [{sums} + {line} + 64], tmm1",
                "tilerelease",
                layout = in(reg) &raw const layout,
                rows = inout(reg) rows.as_ptr() => _,
                panel = inout(reg) panel.as_ptr() => _,
                steps = inout(reg) steps => _,
                stride = in(reg) stride,
                line = in(reg) PANEL * size_of::<i32>(),
                sums = in(reg) sums.as_mut_ptr(),
                options(nostack)
            );
        } else {
            asm!(
                "ldtilecfg [{layout}]",
                "tilezero tmm0",
                "tilezero tmm1",
                "tilezero tmm2",
                "tilezero tmm3",
                "2:",
                "tileloadd tmm4, [{rows} + {stride}]",
                "tileloadd tmm5, [{others} + {stride}]",
                "tileloadd tmm6, [{panel} + {line}]",
                "tileloadd tmm7, [{panel} + {line} + 64]",
                "tdpbusd tmm0, tmm4, tmm6",
                "tdpbusd tmm1, tmm4, tmm7",
                "tdpbusd tmm2, tmm5, tmm6",
                "tdpbusd tmm3, tmm5, tmm7",
                "add {rows}, 64",
                "add {others}, 64",
                "add {panel}, 2048",
                "dec {steps}",
                "jnz 2b",
                "tilestored [{sums} + {line}], tmm0",
                "tilestored [{sums} + {line} + 64], tmm1",
                "tilestored [{other_sums} + {line}], tmm2",
                "tilestored [{other_sums} + {line} + 64], tmm3",
                "tilerelease",
                layout = in(reg) &raw const layout,
                rows = inout(reg) rows.as_ptr() => _,
                others = inout(reg) rows[ROWS * stride..].as_ptr() => _,
                panel = inout(reg) panel.as_ptr() => _,
                steps = inout(reg) steps => _,
                stride = in(reg) stride,
                line = in(reg) PANEL * size_of::<i32>(),
                sums = in(reg) sums.as_mut_ptr(),
                other_sums = in(reg) sums[ROWS..].as_mut_ptr(),
                options(nostack)
            );
        }
    }
}
