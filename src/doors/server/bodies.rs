//! Reading a body from somebody who may never end it.

use std::time::Duration;

use http_body_util::BodyExt as _;
use hyper::body::{Body as HttpBody, Bytes};
use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout, timeout_at};

use crate::http::Body;

/// What anybody may send without having logged in: forms, and the doctor's probe.
pub(super) const OF_STRANGERS: u64 = 256 * 1024;
/// Bodies up to this need no room of the common space.
const SMALL: usize = 64 * 1024;
const KILOBYTE: usize = 1024;

/// How long a sender may take.
#[derive(Clone, Copy, Debug)]
pub(super) struct Patience {
    /// Before anything is expected.
    pub(super) start: Duration,
    /// From then on, at least so many bytes a second.
    pub(super) bytes_per_second: u32,
    /// How long what is not wanted is read on and thrown away, so that the answer is not lost with a broken pipe.
    pub(super) leftovers: Duration,
}

/// A telephone at the edge of the network still sends as fast as that.
pub(super) const PATIENCE: Patience = Patience {
    start: Duration::from_secs(15),
    bytes_per_second: 16 * 1024,
    leftovers: Duration::from_secs(3),
};

/// Memory for large bodies, shared by all that are being read: who finds none waits, and sends no further meanwhile.
pub(super) struct Space(Semaphore);

impl Space {
    /// For `whole` bodies of the largest size at once.
    pub(super) fn new(largest: u64, whole: usize) -> Self {
        let kilobytes = usize::try_from(largest).unwrap_or(usize::MAX).div_ceil(KILOBYTE);
        Self(Semaphore::new(kilobytes.saturating_mul(whole).min(Semaphore::MAX_PERMITS)))
    }
}

/// Reads a body of at most `most` bytes; `announced` is what its sender says of its length.
pub(super) async fn read<B>(
    mut body: B,
    announced: Option<u64>,
    most: u64,
    patience: Patience,
    space: &Space,
) -> Body
where
    B: HttpBody<Data = Bytes> + Unpin,
{
    if announced.is_some_and(|length| length > most) {
        throw_away(body, patience).await;
        return Body::TooLarge(most);
    }
    let begun = Instant::now();
    let deadline = |read: usize| {
        let rate = u32::try_from(read).unwrap_or(u32::MAX) / patience.bytes_per_second.max(1);
        begun + patience.start + Duration::from_secs(rate.into())
    };
    let (mut bytes, mut room) = (Vec::new(), None);
    loop {
        let frame = match timeout_at(deadline(bytes.len()), body.frame()).await {
            Ok(Some(Ok(frame))) => frame,
            Ok(None) => return Body::Whole(bytes),
            Ok(Some(Err(_))) | Err(_) => return Body::CutShort,
        };
        let Ok(data) = frame.into_data() else { continue };
        if (bytes.len() + data.len()) as u64 > most {
            drop(bytes);
            throw_away(body, patience).await;
            return Body::TooLarge(most);
        }
        if room.is_none() && bytes.len() + data.len() > SMALL {
            // All of it at once: two that hold half of what they need would wait for each other.
            let needed = usize::try_from(announced.unwrap_or(most)).unwrap_or(usize::MAX).div_ceil(KILOBYTE);
            let needed = u32::try_from(needed).unwrap_or(u32::MAX);
            match timeout_at(deadline(bytes.len()), space.0.acquire_many(needed)).await {
                Ok(Ok(permit)) => room = Some(permit),
                Ok(Err(_)) | Err(_) => return Body::CutShort,
            }
        }
        bytes.extend_from_slice(&data);
    }
}

async fn throw_away(mut body: impl HttpBody<Data = Bytes> + Unpin, patience: Patience) {
    let all = async { while matches!(body.frame().await, Some(Ok(_))) {} };
    // Whoever sends on for longer gets the answer all the same, and may not see it.
    drop(timeout(patience.leftovers, all).await);
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;
    use std::convert::Infallible;
    use std::pin::Pin;
    use std::task::{Context, Poll};

    use hyper::body::Frame;

    use super::*;

    /// Parts that come at once; then the end, or nothing ever again.
    struct Parts {
        parts: VecDeque<usize>,
        ends: bool,
    }

    impl HttpBody for Parts {
        type Data = Bytes;
        type Error = Infallible;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            _: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
            match self.parts.pop_front() {
                Some(size) => Poll::Ready(Some(Ok(Frame::data(Bytes::from(vec![b'x'; size]))))),
                None if self.ends => Poll::Ready(None),
                None => Poll::Pending,
            }
        }
    }

    const SHORT: Patience = Patience {
        start: Duration::from_millis(30),
        bytes_per_second: 1024 * 1024,
        leftovers: Duration::from_millis(30),
    };

    fn read_parts(parts: &[usize], ends: bool, announced: Option<u64>, space: &Space) -> Body {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        let body = Parts { parts: parts.iter().copied().collect(), ends };
        runtime.block_on(read(body, announced, 300_000, SHORT, space))
    }

    #[test]
    fn a_body_is_whole_too_large_or_never_ends() {
        let space = Space::new(300_000, 1);
        assert_eq!(read_parts(&[5, 5], true, None, &space), Body::Whole(vec![b'x'; 10]));
        assert_eq!(read_parts(&[200_000, 99_000], true, None, &space), Body::Whole(vec![b'x'; 299_000]));
        assert_eq!(read_parts(&[200_000, 200_000], true, None, &space), Body::TooLarge(300_000));
        assert_eq!(read_parts(&[5], false, Some(300_001), &space), Body::TooLarge(300_000));
        assert_eq!(read_parts(&[5], false, Some(1000), &space), Body::CutShort);
    }

    #[test]
    fn large_bodies_share_one_space_and_give_it_back() {
        let space = Space::new(300_000, 1);
        assert_eq!(read_parts(&[200_000], false, Some(300_000), &space), Body::CutShort);
        let held = space.0.try_acquire_many(200).unwrap();
        assert_eq!(read_parts(&[200_000], true, Some(200_000), &space), Body::CutShort, "no room in time");
        assert_eq!(read_parts(&[60_000], true, Some(60_000), &space), Body::Whole(vec![b'x'; 60_000]));
        drop(held);
        assert_eq!(read_parts(&[200_000], true, Some(200_000), &space), Body::Whole(vec![b'x'; 200_000]));
    }
}
