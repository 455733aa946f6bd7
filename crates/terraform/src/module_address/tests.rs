use super::*;

fn shown(source: &str) -> String {
    ModuleAddress::parse(source).unwrap_or_else(|why| panic!("{source}: {why}")).to_string()
}

fn git(source: &str) -> GitAddress {
    match ModuleAddress::parse(source) {
        Ok(ModuleAddress::Git(git)) => git,
        other => panic!("{source}: {other:?}"),
    }
}

#[test]
fn sources_are_written_out_as_terraform_does() {
    for (written, out) in [
        ("hashicorp/consul/aws", "registry.terraform.io/hashicorp/consul/aws"),
        ("registry.opentofu.org/a/b/aws//modules/x", "registry.opentofu.org/a/b/aws//modules/x"),
        ("app.terraform.io/acme/k8s-cluster/azurerm", "app.terraform.io/acme/k8s-cluster/azurerm"),
        ("github.com/acme/net", "git::https://github.com/acme/net.git"),
        ("github.com/acme/net.git?ref=v1", "git::https://github.com/acme/net.git?ref=v1"),
        ("github.com/acme/net/modules/a", "git::https://github.com/acme/net.git//modules/a"),
        ("github.com/acme/net/modules//a?ref=x/y", "git::https://github.com/acme/net.git//modules/a?ref=x/y"),
        ("bitbucket.org/acme/net", "git::https://bitbucket.org/acme/net.git"),
        ("git@github.com:acme/net.git", "git::ssh://git@github.com/acme/net.git"),
        (
            "git@example.com:/acme/net.git//a/./b?ref=v1",
            "git::ssh://git@example.com/acme/net.git//a/b?ref=v1",
        ),
        ("git::ssh://git@example.com:2222/acme/net.git", "git::ssh://git@example.com:2222/acme/net.git"),
        (
            "git::https://example.com/net.git//a/../b?depth=1&ref=v1",
            "git::https://example.com/net.git//b?ref=v1",
        ),
        ("git::github.com/acme/net", "git::https://github.com/acme/net.git"),
        ("git::file:///srv/net.git", "git::file:///srv/net.git"),
        ("git::https://[2001:db8::1]:8443/net", "git::https://[2001:db8::1]:8443/net"),
        (".\\net", "./net"),
    ] {
        assert_eq!(shown(written), out);
        assert_eq!(shown(out), out, "written out, it means the same");
    }
}

#[test]
fn what_is_brought_by_other_means_is_named() {
    for (source, kind) in [
        ("https://example.com/net.zip", Foreign::Archive),
        ("http::https://example.com/net.zip", Foreign::Archive),
        ("s3::https://s3-eu-west-1.amazonaws.com/bucket/net.zip", Foreign::S3),
        ("bucket.s3.amazonaws.com/net.zip", Foreign::S3),
        ("gcs::https://www.googleapis.com/storage/v1/bucket/net.zip", Foreign::Gcs),
        ("www.googleapis.com/storage/v1/bucket/net.zip", Foreign::Gcs),
        ("hg::http://example.com/net.hg", Foreign::Mercurial),
        ("oci://example.com/net", Foreign::Oci),
        ("/etc", Foreign::Path),
        ("file:///etc", Foreign::Path),
        ("C:\\modules\\net", Foreign::Path),
        ("gitlab.com/acme/net/aws", Foreign::Unclear),
        ("modules/net", Foreign::Unclear),
        ("ext::sh", Foreign::Unclear),
        ("ssh://git@example.com/net.git", Foreign::Unclear),
        ("--upload-pack=touch", Foreign::Unclear),
    ] {
        assert_eq!(ModuleAddress::parse(source), Ok(ModuleAddress::Foreign(kind)), "{source}");
    }
}

#[test]
fn what_must_not_be_is_refused() {
    for source in [
        "a/b/aws//../x",
        "git::https://example.com/net.git//a/../../b",
        "git::https://example.com/net.git//..",
        "git::https://example.com/net.git//a\\b",
        "git::https://example.com/net.git?ref=--upload-pack=x",
        "git::https://example.com/net.git?ref=%2D%2Dupload-pack",
        "git::https://example.com/net.git?ref=a..b",
        "git::https://example.com/net.git?ref=a:b",
        "git::https://example.com/net.git?ref=%00",
        "git::https://example.com/net.git?ref=%2",
        "git::https://example.com/net.git?ref=%+1",
        "git::https://example.com/net.git?sshkey=abc",
        "git::https://-oProxyCommand=x/net.git",
        "git::ssh://-oProxyCommand=x/net.git",
        "git::ssh://-l@example.com/net.git",
        "git::ssh://git@github.com:acme/net.git",
        "git::ssh://example.com:/net.git",
        "git::https://a b/net.git",
        "git::https://example.com",
        "git::https:///net.git",
        "git::file://host/net.git",
        "git::ext::sh",
        "git::ext::sh -c touch",
        "git::ext://x/y",
        "git::--upload-pack=x",
        "git::/etc",
        "git@example.com",
        "github.com/acme",
        "a\nb",
        "",
        &format!("github.com/{}/b", "a".repeat(5000)),
    ] {
        let parsed = ModuleAddress::parse(source);
        let unclear = Ok(ModuleAddress::Foreign(Foreign::Unclear));
        assert!(parsed.is_err() || source.is_empty() && parsed == unclear, "{source}: {parsed:?}");
    }
}

#[test]
fn the_same_module_is_known_again() {
    let identity = |source: &str| ModuleAddress::parse(source).unwrap().identity();
    for (one, two) in [
        ("registry.terraform.io/a/b/aws", "a/b/aws"),
        ("registry.opentofu.org/a/b/aws//x", "a/b/aws//x"),
        ("git::https://github.com/a/b.git?ref=v1", "github.com/a/b?ref=v1"),
        ("git::ssh://git@github.com/a/b.git", "git@github.com:a/b.git"),
        ("git::https://user:pass@example.com/a", "git::https://example.com/a.git/"),
        ("git::https://github.com/a/b.git//c?ref=v1", "github.com/a/b/c?depth=1&ref=v1"),
    ] {
        assert_eq!(identity(one), identity(two));
    }
    let all = [
        "a/b/aws",
        "a/c/aws",
        "a/b/aws//x",
        "app.terraform.io/a/b/aws",
        "github.com/a/b",
        "github.com/a/b?ref=v1",
        "github.com/a/b?ref=v2",
        "github.com/a/b/c",
    ];
    let different: std::collections::BTreeSet<String> = all.iter().map(|source| identity(source)).collect();
    assert_eq!(different.len(), all.len());
}

#[test]
fn credentials_are_used_and_never_shown() {
    let address = git("git::https://user:s3cret@example.com/net.git?ref=v1&token=s3cret");
    assert_eq!(address.url.with_credentials(), "https://user:s3cret@example.com/net.git?token=s3cret");
    for shown in
        [address.to_string(), format!("{address:?}"), format!("{:?}", address.url), address.identity()]
    {
        assert!(!shown.contains("s3cret") && !shown.contains("user"), "{shown}");
    }
    for text in [
        "git::https://user:s3cret@example.com/net.git?ref=v1",
        "https://s3cret@example.com/a",
        "fatal: 'https://u:s3cret@example.com/a/' not found",
        "git::https://u:s3/cret@example.com/a?x=s3cret&ref=v1",
        "git::u:s3cret@example.com/a",
        "https://example.com/a.zip?token=s3cret",
        "https://u:p@x@s3cret:y@example.com/",
    ] {
        let shown = without_credentials(text);
        assert!(!shown.contains("s3") && !shown.contains("cret"), "{shown}");
    }
    for text in [
        "git@github.com:a/b.git?ref=v1&depth=1",
        "git::ssh://git@github.com:22/a/b.git",
        "git::https://example.com:8443/a@b//c",
        "fatal: 'https://example.com/a' not found\n",
        "a/b/aws",
    ] {
        assert_eq!(without_credentials(text), text);
    }
}
