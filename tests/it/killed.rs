//! Savers that die in the middle and savers that crowd one file. They are this test binary again, running the test
//! called `writer`.

use std::env;
use std::fs;
use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

use goodword::session::Session;
use goodword::storage::disk::Real;

use crate::shelf::{Desk, LAZY, add, clock, names as names_of, places};

const WRITES_IN: &str = "GOODWORD_WRITER_DIR";
const WRITER: &str = "GOODWORD_WRITER";
const WRITES: &str = "GOODWORD_WRITER_COUNT";

/// Adds people, one save each, and says on stdout how many are saved for certain.
#[test]
#[ignore = "this is the program that the tests of this file start"]
fn writer() {
    let Some(dir) = env::var_os(WRITES_IN) else {
        return;
    };
    let (me, count) = (env::var(WRITER).unwrap(), env::var(WRITES).unwrap());
    let count: usize = count.parse().unwrap();
    let mut session = Session::open_on(Real, &places(Path::new(&dir)), LAZY, clock()).unwrap();
    let mut out = io::stdout();
    for n in 0..count {
        add(&mut session, &format!("{me} {n}"));
        // Other writers may hold the lock for longer than one try waits.
        while session.finish().is_err() {}
        session.poll();
        writeln!(out, "saved {}", session.book().people.len()).unwrap();
        out.flush().unwrap();
    }
}

fn start_writer(dir: &Path, name: &str, count: usize) -> Child {
    Command::new(env::current_exe().unwrap())
        .args([
            "--exact",
            "killed::writer",
            "--ignored",
            "--nocapture",
            "--test-threads=1",
        ])
        .env(WRITES_IN, dir)
        .env(WRITER, name)
        .env(WRITES, count.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Kills writers at random moments; whatever was acknowledged must be there.
fn kills(count: usize) {
    let desk = Desk::new();
    let mut random = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap()
        .subsec_nanos();
    let mut acknowledged = 0;
    for round in 0..count {
        let mut child = start_writer(desk.dir.path(), &format!("writer {round}"), 1_000_000);
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let mut take = |line: String| {
            if let Some(said) = line.split("saved ").nth(1) {
                acknowledged = acknowledged.max(said.trim().parse().unwrap());
            }
        };
        // At least one save has begun; the rest is chance.
        for line in lines.by_ref() {
            let line = line.unwrap();
            let has_saved = line.contains("saved ");
            take(line);
            if has_saved {
                break;
            }
        }
        let end = Instant::now() + Duration::from_micros(u64::from(random >> 16) % 6_000);
        while Instant::now() < end {
            std::hint::spin_loop();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        for line in lines.map_while(Result::ok) {
            if line.starts_with("saved ") && line.len() > 6 {
                take(line);
            }
        }
        let people = desk.on_disk().people.len();
        assert!(
            acknowledged <= people,
            "round {round}: {people} of {acknowledged} acknowledged"
        );
        if people > 400 {
            // Small books die more often at interesting moments.
            fs::remove_file(&desk.places.book).unwrap();
            acknowledged = 0;
        }
    }
    // A campaign that never met a saver at work would prove nothing.
    let entries = fs::read_dir(desk.dir.path().join("data"))
        .unwrap()
        .flatten();
    let is_half_done = |name: &str| name.starts_with(".book.json.tmp-");
    let half_done = entries.filter(|entry| is_half_done(entry.file_name().to_str().unwrap()));
    let half_done = half_done.count();
    println!("{half_done} of {count} died with a file half written");
    assert!(half_done > 0);
}

fn from_env(name: &str) -> Option<usize> {
    env::var(name).ok()?.parse().ok()
}

#[test]
fn two_hundred_kills_lose_nothing_that_was_acknowledged() {
    kills(200);
}

#[test]
#[ignore = "a campaign: GOODWORD_KILLS says how many"]
fn many_kills_lose_nothing_that_was_acknowledged() {
    kills(from_env("GOODWORD_KILLS").unwrap_or(20_000));
}

/// Several processes add at once; exactly all is there in the end.
fn writers(processes: usize, adds: usize) {
    let desk = Desk::new();
    let names: Vec<String> = (0..processes).map(|n| format!("writer {n}")).collect();
    let start = |name: &String| start_writer(desk.dir.path(), name, adds);
    let children: Vec<Child> = names.iter().map(start).collect();
    for child in children {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success());
    }
    let mut wanted: Vec<String> = names
        .iter()
        .flat_map(|name| (0..adds).map(move |n| format!("{name} {n}")))
        .collect();
    wanted.sort();
    assert_eq!(names_of(&desk.on_disk()), wanted);
}

#[test]
fn four_writers_at_once_lose_nothing() {
    writers(4, 50);
}

#[test]
#[ignore = "a campaign: GOODWORD_ADDS says how many adds each of eight makes"]
fn many_writers_at_once_lose_nothing() {
    writers(8, from_env("GOODWORD_ADDS").unwrap_or(1_000));
}
