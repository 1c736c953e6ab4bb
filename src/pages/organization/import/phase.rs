//! What runs while one waits, and how far it is.

/// How far the work is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// The file and the client's collections are on their way to the worker.
    Reading,
    Checking {
        done: u32,
        total: u32,
    },
    Encrypting {
        done: u32,
        total: u32,
    },
    Sending {
        sent: u64,
        total: u64,
    },
    /// Everything has left; the server works.
    Waiting,
}

impl Phase {
    /// Its share, from 0 to 1; `None` where nobody knows.
    #[allow(clippy::cast_precision_loss)]
    pub fn share(self) -> Option<f64> {
        match self {
            Self::Checking { done, total } | Self::Encrypting { done, total } if total > 0 => {
                Some(f64::from(done) / f64::from(total))
            }
            Self::Sending { sent, total } => Some(sent as f64 / total.max(1) as f64),
            _ => None,
        }
    }

    /// Whether what was encrypted may have begun to leave.
    pub fn sends(self) -> bool {
        matches!(self, Self::Sending { .. } | Self::Waiting)
    }
}
