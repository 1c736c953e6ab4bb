//! Bytes that the browser holds for us, in memory or on disk, however many: our own memory doesn't grow by them.

/// A handle to them; copies share the bytes.
#[derive(Clone)]
pub struct Blob(pub(super) web_sys::Blob);

impl Blob {
    /// Gives bytes to the browser; `None` when it has no room.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes));
        web_sys::Blob::new_with_u8_array_sequence(&parts).ok().map(Self)
    }

    /// Several as one, without touching their bytes.
    pub fn joined(parts: &[Self]) -> Option<Self> {
        let parts: js_sys::Array = parts.iter().map(|part| &part.0).collect();
        web_sys::Blob::new_with_blob_sequence(&parts).ok().map(Self)
    }

    /// How many bytes.
    pub fn size(&self) -> u64 {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let size = self.0.size() as u64;
        size
    }
}
