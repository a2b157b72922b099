package dev.writ.tool.git;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.permission.Access;
import dev.writ.permission.Access.RepositoryVerb;
import dev.writ.tool.AuthorizedCall;
import java.io.IOException;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;
import org.eclipse.jgit.errors.NotSupportedException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.PushResult;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.TrackingRefUpdate;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;

/** Talks to remotes: over https with the configured token, or in this process to a repository of the workspace. */
final class Remotes {
    private final GitSettings settings;
    private final Supplier<Optional<String>> token;

    Remotes(GitSettings settings, Supplier<Optional<String>> token) {
        this.settings = settings;
        this.token = token;
    }

    RemoteAddress find(OpenRepository repository, RemoteName name, boolean forPush) throws IOException {
        return RemoteAddress.of(repository, name, forPush, settings);
    }

    /**
     * What talking to an address touches besides the repository itself: a remote elsewhere is {@code remote:host/path}, so
     * that a grant names the remotes it is for.
     */
    static List<Access> accesses(RemoteAddress address, String branch, RepositoryVerb verb) {
        return switch (address) {
            case RemoteAddress.Local local -> local.place().accesses(branch, verb);
            case RemoteAddress.Web web -> elsewhere(web, branch, verb);
            case RemoteAddress.Ssh ssh -> elsewhere(ssh, branch, verb);
        };
    }

    private static List<Access> elsewhere(RemoteAddress address, String branch, RepositoryVerb verb) {
        String name = address.shown().replaceFirst("\\.git$", "");
        return List.of(new Access.RepositoryAccess(RepositoryPlace.REMOTE + name, branch, verb));
    }

    /**
     * Brings the branches into {@code refs/remotes/<name>}. Tags are left out.
     *
     * <p>Each is asked for by name: given a pattern, JGit takes what the remote calls its branches for paths, and would
     * write to {@code refs/remotes/origin/../../hooks/x}.
     */
    List<TrackingRefUpdate> fetch(
            OpenRepository repository, RemoteName name, RemoteAddress address, AuthorizedCall call) throws IOException {
        return with(repository, address, call, transport -> {
            List<RefSpec> branches = branches(transport).stream()
                    .map(branch -> new RefSpec("+" + branch.ref() + ":" + name.trackingRef(branch)))
                    .toList();
            if (branches.isEmpty()) {
                return List.of();
            }
            call.checkStopped();
            transport.setTagOpt(TagOpt.NO_TAGS);
            return List.copyOf(transport.fetch(new StopMonitor(call), branches).getTrackingRefUpdates());
        });
    }

    private static List<BranchName> branches(Transport transport) throws NotSupportedException, TransportException {
        try (FetchConnection connection = transport.openFetch(List.of(new RefSpec("refs/heads/*:refs/heads/*")))) {
            return connection.getRefs().stream()
                    .filter(ref -> ref.getObjectId() != null && BranchName.isBranch(ref.getName()))
                    .map(ref -> BranchName.parse(ref.getName().substring(Constants.R_HEADS.length())))
                    .toList();
        }
    }

    PushResult push(OpenRepository repository, RemoteAddress address, RemoteRefUpdate update, AuthorizedCall call)
            throws IOException {
        if (address instanceof RemoteAddress.Local local && !local.place().isBare()) {
            throw new WritException(
                    FailureCode.DENIED,
                    "The remote " + local.shown() + " has working files of its own, and a push would not change them.",
                    "Push to a bare repository, or pull from over there.");
        }
        return with(repository, address, call, transport -> transport.push(new StopMonitor(call), List.of(update)));
    }

    /** Something done over an open connection. */
    @FunctionalInterface
    private interface Work<T> {
        T run(Transport transport) throws NotSupportedException, TransportException;
    }

    private <T> T with(OpenRepository repository, RemoteAddress address, AuthorizedCall call, Work<T> work)
            throws IOException {
        if (address instanceof RemoteAddress.Local local) {
            RepositoryPlace place = local.place();
            if (!place.equals(RepositoryPlace.findRemote(place.root(), place.workTree(), place.shown()))) {
                throw new WritException(
                        FailureCode.CONFLICT,
                        "The remote " + place.shown() + " keeps its data elsewhere than a moment ago.",
                        "Try again.");
            }
            new GitFolder(place).check();
        }
        TokenCredentials credentials = new TokenCredentials(settings.gitHub().host(), token);
        try (Transport transport = Transport.open(repository.git(), uri(address))) {
            transport.setTimeout(Math.toIntExact(settings.networkTimeout().toSeconds()));
            transport.setCredentialsProvider(credentials);
            return work.run(transport);
        } catch (NoRemoteRepositoryException e) {
            throw new WritException(
                    new Failure(
                            FailureCode.NOT_FOUND,
                            "There is no repository at " + address.shown() + ", or it is not visible to this token.",
                            "Check the remote's address and the token in " + tokenName() + "."),
                    e);
        } catch (NotSupportedException | TransportException e) {
            call.checkStopped();
            throw new WritException(failure(address, credentials), e);
        }
    }

    private Failure failure(RemoteAddress address, TokenCredentials credentials) {
        if (!credentials.wereRefused()) {
            return new Failure(
                    FailureCode.UNAVAILABLE,
                    "The remote " + address.shown() + " could not be reached, redirects elsewhere or broke off.",
                    "Check its address and the network; fetch shows what has arrived.");
        }
        return new Failure(
                FailureCode.UNAUTHENTICATED,
                "The remote " + address.shown() + " did not accept who is asking.",
                (token.get().isEmpty() ? "Set a token in " : "Check the rights of the token in ") + tokenName()
                        + "; it is" + " sent to " + settings.gitHub().host() + " alone.");
    }

    private String tokenName() {
        return settings.gitHub().tokenVariable();
    }

    private static URIish uri(RemoteAddress address) {
        return switch (address) {
            case RemoteAddress.Web web -> {
                try {
                    yield new URIish(web.url());
                } catch (URISyntaxException e) {
                    throw new IllegalStateException("an accepted address is no URI", e);
                }
            }
            case RemoteAddress.Local local ->
                new URIish().setPath(local.place().gitDir().toString());
            case RemoteAddress.Ssh ssh ->
                throw new WritException(new Failure(
                        FailureCode.UNAVAILABLE,
                        "The remote " + ssh.shown() + " is reached over SSH, for which Writ holds no keys.",
                        "Let a person set the address https://" + ssh.shown() + " for it."));
        };
    }
}
