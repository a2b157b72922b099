package dev.writ.tool.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.FailureCode;
import dev.writ.WritException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jgit.lib.StoredConfig;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Only remotes that are meant are talked to (attack families GIT-6 and GIT-9). */
class RemoteAddressTest {
    @TempDir
    private Path folder;

    private TestingRepository repository;

    @BeforeEach
    void repository() throws Exception {
        repository = TestingRepository.withCommit(Files.createDirectory(folder.resolve("ws")), "app");
        TestingRepository.withCommit(Files.createDirectory(folder.resolve("outside")), "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ext::sh -c touch% marker",
                "ext::touch marker",
                "fd::17",
                "evil::https://github.com/a/b",
                "git://github.com/a/b",
                "ftp://github.com/a/b",
                "sftp://github.com/a/b",
                "rsync://x/y",
                "amazon-s3://x@y/z",
                "https://user:pass@github.com/a/b",
                "https://token@github.com/a/b",
                "https://github.com@evil.example/a/b",
                "https://evil.example/a/b",
                "https://github.com.evil.example/a/b",
                "https://evilgithub.com/a/b",
                "https://github.com:8443/a/b",
                "http://127.0.0.1/a/b",
                "http://169.254.169.254/latest/meta-data",
                "http://[::1]/a/b",
                "https://github.com/a/../b",
                "https://github.com/a/b?x=y",
                "https://github.com/a/b#x",
                "https://github.com/%2e%2e/b",
                "https://github.com/a/b\nHost: evil",
                "https://github.com\\@evil.example/a",
                "HTTPS://github.com/a/b",
                "//evil.example/share",
                "\\\\evil\\share",
                "jar:file:/x!/y",
                "file://evil.example/x",
                "file:/etc",
                "bundle:x",
                "git@evil.example:a/b",
                "ssh://-oProxyCommand=touch@x/y",
                "ssh://git@evil.example/a/b"
            })
    void addressesOfOtherKindsAndPlacesAreRefused(String url) throws Exception {
        assertThat(failure(url).failure().code()).isIn(FailureCode.DENIED, FailureCode.NOT_FOUND);
        assertThat(failure(url).failure().toString()).doesNotContain("pass@").doesNotContain("token@");
    }

    @ParameterizedTest
    @ValueSource(strings = {"OUTSIDE", "file://OUTSIDE", "../../outside", "/etc", "file:///etc", "~/x", "LINK"})
    void localRepositoriesOutsideAreRefused(String url) throws Exception {
        Path outside = folder.toRealPath().resolve("outside");
        Path link = Files.createSymbolicLink(repository.workspace.resolve("link"), outside);

        assertThat(failure(url.replace("OUTSIDE", outside.toString()).replace("LINK", link.toString()))
                        .failure()
                        .code())
                .isIn(FailureCode.OUTSIDE_WORKSPACE, FailureCode.NOT_FOUND);
    }

    @ParameterizedTest
    @CsvSource({
        "https://github.com/acme/app.git, github.com/acme/app.git",
        "https://GitHub.com/acme/app, github.com/acme/app",
        "https://github.com/acme/app/, github.com/acme/app",
        "git@github.com:acme/app.git, github.com/acme/app.git",
        "ssh://git@github.com/acme/app.git, github.com/acme/app.git",
    })
    void addressesThatAreMeantAreUnderstood(String url, String shown) throws Exception {
        assertThat(RemoteAddress.parse(url, place(), GitSettings.defaults()).shown())
                .isEqualTo(shown);
    }

    @Test
    void onlyTheOwnersInTheSettingsAreTalkedTo() throws Exception {
        GitSettings acme = GitSettings.defaults().withRemotes(List.of("github.com/acme/*"));

        assertThat(RemoteAddress.parse("https://github.com/acme/app.git", place(), acme))
                .isInstanceOf(RemoteAddress.Web.class);
        for (String other : List.of(
                "https://github.com/evil/app.git", "https://github.com/acme/a/b", "https://github.com/Acme2/app")) {
            Assertions.assertThrows(WritException.class, () -> RemoteAddress.parse(other, place(), acme));
        }
    }

    @Test
    void anotherAddressIsNotPutInItsPlace() throws Exception {
        repository.addRemote("origin", "https://github.com/acme/app.git");
        repository.configure("[url \"https://evil.example/\"]\n\tinsteadOf = https://github.com/\n\tpushInsteadOf ="
                + " https://github.com/");

        try (OpenRepository opened = OpenRepository.open(place())) {
            RemoteAddress address = RemoteAddress.of(opened, RemoteName.ORIGIN, true, GitSettings.defaults());
            assertThat(address.shown()).isEqualTo("github.com/acme/app.git");
            assertThat(opened.git().getConfig().getSubsections("url")).isEmpty();
        }
    }

    @Test
    void anAddressForPushingIsCheckedAlike() throws Exception {
        repository.addRemote("origin", "https://github.com/acme/app.git");
        StoredConfig config = repository.git.getRepository().getConfig();
        config.setString("remote", "origin", "pushurl", "https://evil.example/app.git");
        config.save();
        repository.git.branchCreate().setName("x").call();

        assertThat(repository.failure("push", "{'branch': 'x'}").code()).isEqualTo(FailureCode.DENIED);
    }

    @Test
    void overSshNothingIsSent() throws Exception {
        repository.addRemote("origin", "git@github.com:acme/app.git");

        var failure = repository.failure("fetch", "{}");

        assertThat(failure.code()).isEqualTo(FailureCode.UNAVAILABLE);
        assertThat(failure.hint()).contains("https://github.com/acme/app.git");
    }

    private RepositoryPlace place() throws Exception {
        return RepositoryPlace.find(new dev.writ.sandbox.Workspace(repository.workspace), "app");
    }

    private WritException failure(String url) {
        return Assertions.assertThrows(
                WritException.class, () -> RemoteAddress.parse(url, place(), GitSettings.defaults()));
    }
}
