//! The page as a program: what the browser runs once `boot.js` has loaded the module.

mod parts;

fn main() {
    provider_portal::mount(parts::PARTS);
}
