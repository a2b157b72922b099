package dev.writ.tool.git;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.permission.PathGlob;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.Config;

/** Where a remote is, once it was found acceptable. */
sealed interface RemoteAddress {
    /** @param authority host, with its port where the address gives one, in lower case */
    record Web(String scheme, String authority, String path) implements RemoteAddress {
        String url() {
            return scheme + "://" + authority + "/" + path;
        }

        @Override
        public String shown() {
            return authority + "/" + path;
        }
    }

    /** Known, but not talked to: there are no keys for it. */
    record Ssh(String authority, String path) implements RemoteAddress {
        @Override
        public String shown() {
            return authority + "/" + path;
        }
    }

    /** Another repository in the same workspace. */
    record Local(RepositoryPlace place) implements RemoteAddress {
        @Override
        public String shown() {
            return place.shown();
        }
    }

    /** How people refer to it; holds no password. */
    String shown();

    Pattern WEB =
            Pattern.compile("(https?)://([A-Za-z0-9.-]+(?::[0-9]{1,5})?|\\[[0-9a-fA-F:.]+](?::[0-9]{1,5})?)/(.+)");
    Pattern SSH = Pattern.compile("(?:ssh://)?(?:[A-Za-z0-9._-]+@)([A-Za-z0-9.-]+(?::[0-9]{1,5}(?=/))?)[:/]/?(.+)");
    Pattern OTHER_SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.*", Pattern.DOTALL);
    Pattern PATH = Pattern.compile("[A-Za-z0-9._~-]+(?:/[A-Za-z0-9._~-]+)*/?");

    /**
     * The address of a configured remote.
     *
     * @throws WritException where there is none or it may not be used
     */
    static RemoteAddress of(OpenRepository repository, RemoteName name, boolean forPush, GitSettings settings)
            throws IOException {
        Config config = repository.git().getConfig();
        String url = forPush ? config.getString("remote", name.value(), "pushurl") : null;
        if (url == null || url.isEmpty()) {
            url = config.getString("remote", name.value(), "url");
        }
        if (url == null || url.isEmpty()) {
            throw new WritException(
                    FailureCode.NOT_FOUND,
                    "The repository has no remote named " + name.value() + ".",
                    config.getSubsections("remote").isEmpty()
                            ? "A person has to add one with git remote add."
                            : "It has: " + PlainText.of(String.join(", ", config.getSubsections("remote")), 200) + ".");
        }
        return parse(url, repository.place(), settings);
    }

    /** @throws WritException with {@code denied} where the address is of a kind or place that may not be used */
    static RemoteAddress parse(String url, RepositoryPlace place, GitSettings settings) throws IOException {
        if ((url.contains("::") && !url.contains("://[")) || !url.codePoints().allMatch(PlainText::isVisible)) {
            throw refused("its address runs a helper program or is no plain address");
        }
        Matcher web = WEB.matcher(url);
        if (web.matches()) {
            return allowed(
                    new Web(web.group(1), web.group(2).toLowerCase(Locale.ROOT), repositoryPath(web.group(3))),
                    settings);
        }
        Matcher ssh = SSH.matcher(url);
        if (ssh.matches()) {
            return allowed(new Ssh(ssh.group(1).toLowerCase(Locale.ROOT), repositoryPath(ssh.group(2))), settings);
        }
        if (url.startsWith("file:///")) {
            return local(place, filePath(url));
        }
        if (OTHER_SCHEME.matcher(url).matches() || url.startsWith("//") || url.startsWith("\\\\")) {
            throw refused(
                    url.contains("@")
                            ? "its address carries a user name or password"
                            : "its kind of address is not used");
        }
        return local(place, url);
    }

    private static Path filePath(String url) {
        try {
            return Path.of(new URI(url));
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw refused("its address is no valid file address");
        }
    }

    private static RemoteAddress local(RepositoryPlace place, String path) throws IOException {
        return local(place, place.workTree().resolve(path));
    }

    private static RemoteAddress local(RepositoryPlace place, Path path) throws IOException {
        return new Local(RepositoryPlace.findRemote(place.root(), path.normalize(), path.toString()));
    }

    private static String repositoryPath(String path) {
        if (!PATH.matcher(path).matches() || List.of(path.split("/")).stream().anyMatch(RemoteAddress::isDots)) {
            throw refused("the path in its address is not plain");
        }
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    private static boolean isDots(String name) {
        return name.equals(".") || name.equals("..");
    }

    private static RemoteAddress allowed(RemoteAddress address, GitSettings settings) {
        String name = address.shown().replaceFirst("\\.git$", "");
        if (!PathGlob.anyMatches(settings.remotes(), name)) {
            throw new WritException(new Failure(
                    FailureCode.DENIED,
                    "The remote " + name + " is not one this installation may talk to.",
                    "Add it to the remotes in the settings of github, where it is meant."));
        }
        return address;
    }

    private static WritException refused(String why) {
        return new WritException(new Failure(
                FailureCode.DENIED,
                "The remote cannot be used: " + why + ".",
                "Give it an https address without credentials, or the path of a repository in the workspace."));
    }
}
