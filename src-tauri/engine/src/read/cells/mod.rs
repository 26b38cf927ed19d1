//! Rows of cells.
//!
//! # Layout
//! - [`sheet`]: Excel's workbooks; [`xls`] and [`xlsb`] make the binary ones harmless first
//! - [`ods`]: `OpenDocument`'s sheets
//! - [`table`]: CSV and its kin
//! - [`rows`]: cells to pages, for all of them

pub(in crate::read) mod ods;
mod rows;
pub(in crate::read) mod sheet;
pub(in crate::read) mod table;
pub(in crate::read) mod xls;
mod xlsb;
