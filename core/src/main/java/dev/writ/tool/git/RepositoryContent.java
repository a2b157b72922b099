package dev.writ.tool.git;

import dev.writ.WritException;
import dev.writ.sandbox.Workspace;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;

/**
 * What a repository of a workspace has now.
 *
 * @param branches their short names, sorted
 * @param remotes as {@code origin (github.com/acme/app)}; one whose address is not used only by its name
 */
public record RepositoryContent(List<String> branches, List<String> remotes) {
    private static final int MOST = 1_000;
    private static final int LONGEST = 200;

    /** Empty where there is no such repository, or it uses anything outside of the workspace. */
    public static Optional<RepositoryContent> of(Workspace workspace, String name) {
        try (OpenRepository repository =
                OpenRepository.open(RepositoryPlace.find(workspace, name.isEmpty() ? "." : name))) {
            Repository git = repository.git();
            List<String> branches = git.getRefDatabase().getRefsByPrefix(Constants.R_HEADS).stream()
                    .map(Ref::getName)
                    .filter(BranchName::isBranch)
                    .map(ref -> ref.substring(Constants.R_HEADS.length()))
                    .sorted()
                    .limit(MOST)
                    .toList();
            List<String> remotes = git.getConfig().getSubsections("remote").stream()
                    .sorted()
                    .limit(MOST)
                    .map(remote -> shown(repository, remote))
                    .toList();
            return Optional.of(new RepositoryContent(branches, remotes));
        } catch (WritException | IOException e) {
            return Optional.empty();
        }
    }

    private static String shown(OpenRepository repository, String remote) {
        String name = PlainText.of(remote, LONGEST);
        try {
            RemoteAddress address =
                    RemoteAddress.of(repository, RemoteName.parse(remote), true, GitSettings.defaults());
            return name + " (" + PlainText.of(address.shown(), LONGEST) + ")";
        } catch (WritException | IOException e) {
            return name;
        }
    }
}
