//! Signals: those that end the program let it put everything in order first.

use std::{sync::mpsc::Sender, thread, time::Duration};

use signal_hook::{
    consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP},
    iterator::Signals,
    low_level,
};

use super::{Event, terminal};
use crate::problem::Problem;

/// How long the main thread has to leave by itself before it is taken for stuck.
const PATIENCE: Duration = Duration::from_secs(1);

/// Waits for signals on a thread of its own.
///
/// # Errors
/// A [`Problem`] when the system refuses to deliver them.
pub(super) fn listen(sender: Sender<Event>) -> Result<(), Problem> {
    let refused = |error: std::io::Error| Problem::error(format!("signals cannot be listened to: {error}"));
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGTSTP, SIGCONT]).map_err(refused)?;
    let listening = move || {
        for signal in signals.forever() {
            let event = match signal {
                SIGTSTP => Event::Suspend,
                SIGCONT => Event::Continued,
                _ => Event::Leave(signal),
            };
            let leaving = matches!(event, Event::Leave(_));
            if sender.send(event).is_err() {
                return;
            }
            if leaving {
                // The main thread ends the program. If it does not, it is stuck, and the terminal matters more.
                thread::sleep(PATIENCE);
                terminal::give_back();
                low_level::exit(128 + signal);
            }
        }
    };
    thread::Builder::new().name("signals".to_owned()).spawn(listening).map_err(refused)?;
    Ok(())
}

/// Stops the program until it is told to continue, as ^Z does to any other.
pub(super) fn stop() {
    let _ = low_level::emulate_default_handler(SIGTSTP);
}
