package dev.writ.tool.git;

import dev.writ.WritException;
import dev.writ.fuzz.FuzzText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jgit.lib.Repository;

/** Branches, revisions and addresses of remotes: each names one thing, and that in one way. */
public final class RefspecFuzzer {
    private static final Path NOWHERE = Path.of("/nowhere/at/all");
    private static final RepositoryPlace PLACE =
            new RepositoryPlace(NOWHERE, "", NOWHERE, NOWHERE.resolve(".git"), NOWHERE.resolve(".git"), List.of());
    private static final GitSettings SETTINGS = GitSettings.defaults().withRemotes(List.of("github.com/acme/**"));

    private RefspecFuzzer() {}

    public static void fuzzerTestOneInput(byte[] data) {
        String text = FuzzText.of(data);
        branch(text);
        revision(text);
        address(text);
    }

    private static void branch(String text) {
        try {
            BranchName branch = BranchName.parse(text);
            FuzzText.require(branch.value().equals(text), "a branch is what was said", text);
            FuzzText.require(Repository.isValidRefName(branch.ref()), "git takes its full name", text);
            FuzzText.require(
                    !text.startsWith("-") && !text.startsWith("+") && text.indexOf(':') < 0 && text.indexOf('*') < 0,
                    "it is no option and no refspec",
                    text);
            FuzzText.require(BranchName.isBranch(branch.ref()), "its full name is a branch's", text);
        } catch (WritException e) {
            FuzzText.require(!e.failure().hint().isBlank(), "a refusal with a way out", text);
        }
    }

    private static void revision(String text) {
        try {
            Revision revision = Revision.parse(text);
            FuzzText.require((revision.name() + revision.steps()).equals(text), "a revision is what was said", text);
            FuzzText.require(revision.steps().matches("(?:[~^][0-9]*)*"), "its steps are steps", text);
        } catch (WritException e) {
            FuzzText.require(!e.failure().hint().isBlank(), "a refusal with a way out", text);
        }
    }

    private static void address(String text) {
        try {
            RemoteAddress address = RemoteAddress.parse(text, PLACE, SETTINGS);
            FuzzText.require(
                    (address.shown().replaceFirst("\\.git$", "") + "/").startsWith("github.com/acme/"),
                    "only what the settings name is talked to",
                    text);
            FuzzText.require(!(address.shown() + "/").contains("/../"), "nothing in it leads up", text);
            if (address instanceof RemoteAddress.Web web) {
                FuzzText.require(
                        RemoteAddress.parse(web.url(), PLACE, SETTINGS).equals(web), "its address is its own", text);
            }
        } catch (WritException e) {
            FuzzText.require(!e.failure().hint().isBlank(), "a refusal with a way out", text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
