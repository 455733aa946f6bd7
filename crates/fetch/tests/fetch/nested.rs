//! Modules that call modules, and calls that share a repository.

use crate::fixture::{Fixture, marker};

#[test]
fn what_a_fetched_module_calls_is_fetched_too() {
    let Some(fixture) = Fixture::new("nested") else { return };
    fixture.repository("inner").file("main.tf", &marker("inner")).commit();
    let inner = fixture.url("inner");
    fixture
        .repository("middle")
        .file("main.tf", "module \"beside\" { source = \"./modules/beside\" }\n")
        .file("modules/beside/main.tf", &format!("module \"inner\" {{ source = \"{inner}\" }}\n"))
        .commit();
    let middle = fixture.url("middle");
    fixture.file("main.tf", "module \"local\" { source = \"./local\" }\n");
    fixture.file("local/main.tf", &format!("module \"middle\" {{ source = \"{middle}\" }}\n"));
    let outcome = fixture.fetch();
    assert_eq!(outcome.missing, []);
    let calls: Vec<&str> = outcome.fetched.iter().map(|fetched| fetched.call.as_str()).collect();
    let inner = "module.local.module.middle.module.beside.module.inner";
    assert_eq!(calls, ["module.local.module.middle", inner]);
    assert_eq!(fixture.addresses(), [format!("{inner}.marker.inner")]);
    assert_eq!(fixture.manifest()["Modules"][1]["Key"], "local.middle.beside.inner");
}

#[test]
fn calls_of_one_repository_share_a_folder() {
    let Some(fixture) = Fixture::new("shared") else { return };
    let repository = fixture.repository("net");
    let again = fixture.url("net");
    repository.file("a/main.tf", &marker("a")).file("b/main.tf", &marker("b"));
    repository.file("c/main.tf", &format!("module \"again\" {{ source = \"{again}//a\" }}\n")).tag("v1");
    let url = fixture.url("net");
    let call = |name: &str, end: &str| format!("module \"{name}\" {{ source = \"{url}//{end}\" }}\n");
    let calls = [call("one", "a"), call("two", "b"), call("three", "c"), call("other", "a?ref=v1")];
    fixture.file("main.tf", &calls.concat());
    let outcome = fixture.fetch();
    assert_eq!((outcome.fetched.len(), outcome.missing.len()), (5, 0));
    assert_eq!(fixture.asked(), 2, "once for each state");
    assert_eq!(fixture.folders(), ["modules.json", "one", "other"]);
    assert_eq!(
        fixture.addresses(),
        [
            "module.one.marker.a",
            "module.other.marker.a",
            "module.three.module.again.marker.a",
            "module.two.marker.b",
        ]
    );
}

#[test]
fn a_later_run_shares_what_an_earlier_one_brought() {
    let Some(fixture) = Fixture::new("shared-later") else { return };
    fixture.repository("net").file("a/main.tf", &marker("a")).file("b/main.tf", &marker("b")).commit();
    let url = fixture.url("net");
    let one = format!("module \"one\" {{ source = \"{url}//a\" }}\n");
    fixture.file("main.tf", &one);
    fixture.fetch();
    fixture.file("main.tf", &format!("{one}module \"two\" {{ source = \"{url}//b\" }}\n"));
    let outcome = fixture.fetch();
    assert_eq!((outcome.kept, outcome.fetched.len(), fixture.asked()), (1, 1, 0));
    assert_eq!(fixture.addresses(), ["module.one.marker.a", "module.two.marker.b"]);
}

#[test]
fn a_shared_folder_stays_for_the_call_that_keeps_its_source() {
    let Some(fixture) = Fixture::new("shared-and-left") else { return };
    let repository = fixture.repository("net");
    repository.file("main.tf", &marker("old")).tag("v1");
    repository.file("main.tf", &marker("new")).tag("v2");
    let call = |name: &str, tag: &str| {
        format!("module \"{name}\" {{ source = \"{}?ref={tag}\" }}\n", fixture.url("net"))
    };
    fixture.file("main.tf", &(call("a", "v1") + &call("b", "v1")));
    fixture.fetch();
    assert_eq!(fixture.folders(), ["a", "modules.json"]);
    fixture.file("main.tf", &(call("a", "v2") + &call("b", "v1")));
    let outcome = fixture.fetch();
    assert_eq!((outcome.kept, outcome.fetched.len()), (1, 1));
    assert_eq!(fixture.addresses(), ["module.a.marker.new", "module.b.marker.old"]);
}

#[test]
fn several_root_modules_ask_once() {
    let Some(fixture) = Fixture::new("several-roots") else { return };
    fixture.repository("net").file("main.tf", &marker("net")).commit();
    let call = format!("module \"net\" {{ source = \"{}\" }}\n", fixture.url("net"));
    for root in ["live", "test"] {
        fixture.file(&format!("{root}/main.tf"), &call);
    }
    let mut request = fixture.request();
    let given = request.roots.pop().unwrap();
    for root in ["live", "test"] {
        let directory = given.directory.join(root);
        request.roots.push(ringfence_fetch::Root { directory, boundary: given.boundary.clone() });
    }
    let asked = std::sync::atomic::AtomicUsize::new(0);
    let outcomes = ringfence_fetch::fetch(&request, &|event| {
        if matches!(event, ringfence_fetch::Event::Asked(_)) {
            asked.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        }
    });
    assert!(outcomes.iter().all(|outcome| outcome.fetched.len() == 1 && outcome.missing.is_empty()));
    assert_eq!(asked.into_inner(), 1);
    for root in ["live", "test"] {
        assert!(given.directory.join(root).join(".ringfence/modules/net/main.tf").is_file());
    }
}

#[test]
fn a_module_that_calls_itself_ends() {
    let Some(fixture) = Fixture::new("calls-itself") else { return };
    let url = fixture.url("net");
    let text = format!("{}module \"again\" {{ source = \"{url}\" }}\n", marker("net"));
    fixture.repository("net").file("main.tf", &text).commit();
    fixture.file("main.tf", &format!("module \"m\" {{ source = \"{url}\" }}\n"));
    let outcome = fixture.fetch();
    assert_eq!(outcome.missing.len(), 1);
    assert!(outcome.missing[0].error.to_string().contains("calls itself"), "{:?}", outcome.missing);
    assert_eq!(fixture.addresses(), ["module.m.marker.net"]);
    assert_eq!(fixture.fetch().missing, outcome.missing);
}
