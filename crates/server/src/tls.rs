//! The optional self-signed certificate: made once, kept beside the data.

use std::path::{Path, PathBuf};

use axum_server::tls_rustls::RustlsConfig;

use crate::error::{Error, Result};

/// Where the certificate and its key live.
#[derive(Clone, Debug)]
pub struct Files {
    pub certificate: PathBuf,
    pub key: PathBuf,
}

/// Makes the certificate for `localhost` and `127.0.0.1` unless the folder already has one.
pub fn files(folder: &Path) -> Result<Files> {
    let files = Files {
        certificate: folder.join("certificate.pem"),
        key: folder.join("key.pem"),
    };
    if !(files.certificate.exists() && files.key.exists()) {
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned(), "127.0.0.1".to_owned()])
            .map_err(|error| Error::Internal(format!("certificate: {error}")))?;
        crate::private::write(&files.key, made.signing_key.serialize_pem().as_bytes())?;
        std::fs::write(&files.certificate, made.cert.pem())
            .map_err(|error| Error::Internal(format!("{}: {error}", files.certificate.display())))?;
    }
    Ok(files)
}

/// The server configuration of these files.
pub async fn config(files: &Files) -> Result<RustlsConfig> {
    // A second server in the same process finds the provider already there: that is as good.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    RustlsConfig::from_pem_file(&files.certificate, &files.key)
        .await
        .map_err(|error| Error::Internal(format!("certificate: {error}")))
}
