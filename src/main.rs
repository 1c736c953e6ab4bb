//! The page as a program: what the browser runs once `boot.js` has loaded the module.

fn main() {
    provider_portal::mount();
}
