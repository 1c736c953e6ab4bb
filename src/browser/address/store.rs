//! What keeps the address.

/// Keeps addresses as they stand in an address bar: base, path, query and hash, without the origin.
pub(super) trait Store {
    fn current(&self) -> String;
    /// A further step.
    fn push(&self, address: &str);
    /// The same step at another address.
    fn replace(&self, address: &str);
    /// One step back; the browser takes it later and says so with `popstate`.
    fn back(&self);
    /// Shows the page from its top, or from the element that the address names.
    fn scroll(&self);
}
