package dev.writ.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writ.FailureCode;
import dev.writ.WritException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkspacePathTest {
    private static final Workspace WORKSPACE = new Workspace(Path.of("/home/ann/project"));

    @ParameterizedTest
    @CsvSource({
        "'', ''",
        "., ''",
        "./, ''",
        "src, src",
        "src/, src",
        "./src//main/./App.java, src/main/App.java",
        "src/../README.md, README.md",
        "a/b/../../c, c",
        "a/.., ''",
        "/home/ann/project, ''",
        "/home/ann/project/, ''",
        "/home/ann/project/src, src",
        "//home/ann//project/./src, src",
        "/home/ann/project/a/../b, b",
    })
    void usualWaysToWriteAPathAreUnderstood(String text, String expected) {
        assertThat(WorkspacePath.parse(WORKSPACE, text).relative()).isEqualTo(expected);
    }

    /** Family FS-1. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "..",
                "../",
                "../project",
                "../../etc/passwd",
                "./../x",
                "a/../..",
                "a/../../b",
                "a/b/../../../c",
                "/",
                "/etc/passwd",
                "//etc/passwd",
                "/home/ann",
                "/home/ann/..",
                "/home/ann/project/..",
                "/home/ann/project/../project-evil/x",
                "/home/ann/project/../../../etc/passwd",
                "/home/../home/ann/project/x",
                "/HOME/ann/project/x",
                "~",
                "~/.ssh/id_rsa",
                "/proc/self/environ",
                "/dev/zero",
            })
    void whatLeadsOutIsRefused(String text) {
        assertRefused(text, FailureCode.OUTSIDE_WORKSPACE);
    }

    /** Family FS-2. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/home/ann/project-evil/x",
                "/home/ann/projec",
                "/home/ann/project.bak",
                "/home/ann/projectx/../project"
            })
    void aSiblingWithTheSameBeginningIsOutside(String text) {
        assertRefused(text, FailureCode.OUTSIDE_WORKSPACE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///etc/passwd",
                "file://localhost/etc/passwd",
                "FILE:///etc/passwd",
                "http://example.org/x",
                "smb://host/share",
                "..\\..\\etc\\passwd",
                "src\\..\\..\\x",
                "..\\x",
                "a/..\\b",
                "a\\..",
                "\\\\host\\share\\x",
                "\\etc\\passwd",
                "C:\\Windows\\win.ini",
                "c:/Windows/win.ini",
            })
    void whatIsNoPathHereIsRefused(String text) {
        assertRefused(text, FailureCode.INVALID_ARGUMENTS);
    }

    /** Family FS-7. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\u0000b",
                "README.md\u0000.png",
                "a\nb",
                "a\rb",
                "a\tb",
                "\u001b[31mred",
                "\u007f",
                "\u0085",
                "gpj.\u202Eexe",
                "a\u2066b\u2069",
                "a\u200Eb",
                "a\u061Cb",
                "zero\u200Bwidth",
                "\uFEFFstart",
                "soft\u00ADhyphen",
                "line\u2028separator",
                "tag\uDB40\uDC41",
                "lone\uD800",
                "lone\uDC80surrogate",
            })
    void charactersThatHideWhatANameSaysAreRefused(String text) {
        assertRefused(text, FailureCode.INVALID_ARGUMENTS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%2e%2e/%2e%2e/etc/passwd",
                "%252e%252e%252fetc",
                "..%2f..%2fetc",
                "....//....//etc",
                "..;/x",
                "...",
                ".. /x",
                " ..",
                "a/.hidden",
                "secret.txt ",
                "secret.txt.",
                "CON",
                "NUL.txt",
                "x:stream",
                "$HOME/x",
                "`id`",
                "-rf",
                "a\\x2db.mount",
                "*",
                "über/naïve.txt",
                "nai\u0308ve",
                "日本語.txt",
                "👩\u200D💻.md",
                "~backup",
            })
    void whatOnlyLooksLikeATrickIsAnOrdinaryName(String text) {
        WorkspacePath path = WorkspacePath.parse(WORKSPACE, text);

        assertThat(path.names()).isNotEmpty().noneMatch(".."::equals);
        assertThat(path.relative()).isEqualTo(text.replace("//", "/"));
    }

    @Test
    void differentWaysToWriteAnAccentAreDifferentNames() {
        assertThat(new WorkspacePath("na\u00EFve")).isNotEqualTo(new WorkspacePath("nai\u0308ve"));
    }

    @Test
    void namesAndPathsHaveTheLengthLinuxAllows() {
        assertThat(new WorkspacePath("x".repeat(255)).name()).hasSize(255);
        assertRefused("x".repeat(256), FailureCode.INVALID_ARGUMENTS);
        assertRefused("ä".repeat(128), FailureCode.INVALID_ARGUMENTS);
        assertRefused("a/".repeat(2_500), FailureCode.INVALID_ARGUMENTS);
        assertRefused("..\\".repeat(100_000), FailureCode.INVALID_ARGUMENTS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/absolute", "a//b", "a/", "./a", "a/../b", "..", "."})
    void onlyNormalisedTextCanBeHeld(String text) {
        assertThatThrownBy(() -> new WorkspacePath(text)).isInstanceOf(WritException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".git",
                ".git/hooks/pre-commit",
                "sub/.git/config",
                ".GIT/config",
                ".Git",
                ".git./config",
                ".git /config",
                "git~1/config",
                ".envrc",
                "sub/.envrc",
                ".writ/settings",
                ".WRIT",
                ".g\u200Cit/config",
                ".git\u200D/hooks/x",
                ".git::$INDEX_ALLOCATION/config",
                ".git:stream",
                "\uFF0Egit/config",
                ".g\u0456t/config",
                ".claude/settings.json",
                "sub/.cursor/rules",
                ".mcp.json"
            })
    void controlFilesAreRecognisedHoweverTheyAreWritten(String text) {
        assertThat(WorkspacePath.parse(WORKSPACE, text).isControlFile()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".gitignore", ".github/workflows/ci.yml", "git", "envrc", ".envrc.example", "a.git/x"})
    void whatOnlyResemblesAControlFileIsNone(String text) {
        assertThat(WorkspacePath.parse(WORKSPACE, text).isControlFile()).isFalse();
    }

    @Test
    void aFolderComesBeforeWhatItHoldsAndThatBeforeItsSiblings() {
        assertThat(new WorkspacePath("a")).isLessThan(new WorkspacePath("a/b"));
        assertThat(new WorkspacePath("a/z")).isLessThan(new WorkspacePath("a-b"));
    }

    @Test
    void partsOfAPath() {
        WorkspacePath path = new WorkspacePath("a/b/c");

        assertThat(path.name()).isEqualTo("c");
        assertThat(path.parent()).contains(new WorkspacePath("a/b"));
        assertThat(new WorkspacePath("a").parent()).contains(WorkspacePath.ROOT);
        assertThat(WorkspacePath.ROOT.parent()).isEmpty();
        assertThat(path.startsWith(new WorkspacePath("a/b"))).isTrue();
        assertThat(path.startsWith(new WorkspacePath("a/b/" + "c"))).isTrue();
        assertThat(new WorkspacePath("a/bc").startsWith(new WorkspacePath("a/b")))
                .isFalse();
    }

    private static void assertRefused(String text, FailureCode code) {
        assertThatThrownBy(() -> WorkspacePath.parse(WORKSPACE, text))
                .isInstanceOfSatisfying(WritException.class, e -> {
                    assertThat(e.failure().code()).isEqualTo(code);
                    assertThat(e.failure().message()).doesNotContainPattern("[\\p{Cc}\\u202E\\u2066\\uD800]");
                });
    }
}
