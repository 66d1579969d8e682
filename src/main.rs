//! tmp
use std::process::ExitCode;
fn main() -> ExitCode {
    let surroundings = ibid::shell::Surroundings::look();
    let text = std::env::args().nth(1).map(|t| ibid::shell::find(&t, &surroundings.folder));
    let text = match text {
        Some(Err(p)) => {
            eprintln!("{p}");
            return ExitCode::from(2);
        }
        Some(Ok(t)) => Some(t),
        None => None,
    };
    let r = ibid::shell::read(ibid::shell::Start {
        text,
        config: Default::default(),
        keymap: Default::default(),
        surroundings,
        problems: vec![],
    });
    match r {
        Ok(c) => ExitCode::from(c),
        Err(p) => {
            eprintln!("{p}");
            ExitCode::from(2)
        }
    }
}
