//! The worker's program: slow key derivation, and reading and encrypting import files, off the main thread.

fn main() {
    provider_portal::background::serve();
}
