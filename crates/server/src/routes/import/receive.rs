//! Reading an import while it arrives. What is in memory at any time is bounded: by the size of one body, by how many are under
//! way, and by how much they hold together.

use std::io::{self, Read};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::body::{Body, BodyDataStream, Bytes};
use futures::StreamExt;
use futures::stream::Fuse;
use tokio::runtime::Handle;

use crate::error::{Error, Result};
use crate::patience;
use crate::state::AppState;

/// The largest body taken, in bytes: 40,000 long items are about 150 MB.
const LARGEST_BODY: usize = 512 * 1024 * 1024;
/// How many bytes the bodies of all imports under way may have together.
const MOST_HELD: usize = 1024 * 1024 * 1024;
/// How many imports are under way at once: each has a thread of those that the database needs, too.
const MOST_AT_ONCE: usize = 16;

/// How much of imports under way is in memory; clones share it.
#[derive(Clone, Default, Debug)]
pub struct Room(Arc<Mutex<Held>>);

#[derive(Default, Debug)]
struct Held {
    imports: usize,
    bytes: usize,
}

impl Room {
    fn held(&self) -> MutexGuard<'_, Held> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn place(&self) -> Result<Place> {
        let mut held = self.held();
        if held.imports == MOST_AT_ONCE {
            return Err(busy());
        }
        held.imports += 1;
        Ok(Place {
            room: self.clone(),
            bytes: 0,
        })
    }
}

/// One import's place, to be kept for as long as anything of it is in memory.
#[derive(Debug)]
pub struct Place {
    room: Room,
    bytes: usize,
}

impl Place {
    fn grow(&mut self, by: usize) -> Result<()> {
        let mut held = self.room.held();
        if held.bytes.saturating_add(by) > MOST_HELD {
            return Err(busy());
        }
        held.bytes += by;
        self.bytes += by;
        Ok(())
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut held = self.room.held();
        held.imports = held.imports.saturating_sub(1);
        held.bytes = held.bytes.saturating_sub(self.bytes);
    }
}

fn busy() -> Error {
    Error::Unavailable(
        "The server is busy with other imports. Nothing was imported. Try again in a few minutes.".into(),
    )
}

/// Has a body read on a thread where that may take its time. What is left of a body that was refused is let pass unread, since
/// many clients hear an answer only once they have sent everything.
pub async fn receive<T: Send + 'static>(
    state: &AppState,
    body: Body,
    read: impl FnOnce(&mut Arriving) -> Result<T> + Send + 'static,
) -> Result<(T, Place)> {
    let mut arriving = Arriving {
        runtime: Handle::current(),
        pieces: body.into_data_stream().fuse(),
        piece: Bytes::new(),
        seen: 0,
        place: Some(state.imports.place()?),
        failure: None,
    };
    let reading = move || {
        let outcome = read(&mut arriving);
        match (outcome, arriving.failure.take()) {
            (_, Some(failure)) => Err(failure),
            (Ok(value), None) => Ok((value, arriving.place.take())),
            (Err(refusal), None) => {
                arriving.place = None;
                arriving.pass();
                Err(refusal)
            }
        }
    };
    let (value, place) = tokio::task::spawn_blocking(reading)
        .await
        .map_err(|error| Error::Internal(error.to_string()))??;
    let place = place.ok_or_else(|| Error::Internal("an import was read without a place".into()))?;
    Ok((value, place))
}

/// Lets a body pass that nobody wants to read.
pub async fn pass(body: Body) {
    let (mut pieces, mut seen) = (body.into_data_stream(), 0);
    while let Some(Ok(piece)) = pieces.next().await {
        seen += piece.len();
        if seen > LARGEST_BODY {
            return;
        }
    }
}

/// A body that is on its way, to be read on a thread that may wait.
pub struct Arriving {
    runtime: Handle,
    pieces: Fuse<BodyDataStream>,
    piece: Bytes,
    seen: usize,
    place: Option<Place>,
    failure: Option<Error>,
}

impl Arriving {
    /// Whether nothing came.
    pub fn was_empty(&self) -> bool {
        self.seen == 0
    }

    /// The next piece, none at the end.
    fn next(&mut self) -> Result<Option<Bytes>> {
        let piece = match self.runtime.block_on(self.pieces.next()) {
            None => return Ok(None),
            Some(piece) => piece.map_err(|error| patience::why(&error))?,
        };
        self.seen = self.seen.saturating_add(piece.len());
        if self.seen > LARGEST_BODY {
            return Err(Error::TooLarge);
        }
        if let Some(place) = &mut self.place {
            place.grow(piece.len())?;
        }
        Ok(Some(piece))
    }

    fn pass(&mut self) {
        while let Ok(Some(_)) = self.next() {}
    }
}

impl Read for Arriving {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.piece.is_empty() {
            match self.next() {
                Ok(Some(piece)) => self.piece = piece,
                Ok(None) => return Ok(0),
                Err(failure) => {
                    self.failure = Some(failure);
                    return Err(io::ErrorKind::Other.into());
                }
            }
        }
        let part = self.piece.split_to(out.len().min(self.piece.len()));
        let Some(out) = out.get_mut(..part.len()) else {
            return Ok(0);
        };
        out.copy_from_slice(&part);
        Ok(part.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_room_for_so_many_imports_and_so_much_of_them() {
        let room = Room::default();
        let mut places: Vec<_> = (0..MOST_AT_ONCE).map(|_| room.place().expect("a place")).collect();
        assert!(matches!(room.place(), Err(Error::Unavailable(_))));
        assert!(places[0].grow(MOST_HELD - 1).is_ok() && places[1].grow(1).is_ok());
        assert!(matches!(places[2].grow(1), Err(Error::Unavailable(_))));
        drop(places.swap_remove(0));
        assert!(places[1].grow(MOST_HELD - 1).is_ok());
        drop(places);
        let held = room.held();
        assert_eq!((held.imports, held.bytes), (0, 0));
    }
}
