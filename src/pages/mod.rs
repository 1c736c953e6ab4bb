//! One folder per screen area. A folder never imports another; what two need
//! is in the files beside this one, in `ui`, `model` or `session`.

pub mod access;
pub mod address;
pub mod console_page;
pub mod content;
pub mod context;
pub mod desk;
pub mod home;
pub mod items;
pub mod kept;
pub mod list;
pub mod not_found;
pub mod organization;
pub mod palette;
pub mod pause;
pub mod provider;
pub mod shell;
pub mod sign_in;
pub mod tools;
pub mod view;
pub mod words;
