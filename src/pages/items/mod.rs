//! The notice of the item rule: what stands at addresses of vault items, which nobody sees here.

mod page;

pub use page::ItemsNotice;
