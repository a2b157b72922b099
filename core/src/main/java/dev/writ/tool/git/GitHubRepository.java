package dev.writ.tool.git;

import dev.writ.FailureCode;
import dev.writ.WritException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A repository on the configured GitHub host, taken from a remote's address and from nowhere else. */
record GitHubRepository(String owner, String name) {
    private static final Pattern FORM = Pattern.compile("([A-Za-z0-9-]{1,39})/([A-Za-z0-9._-]{1,100}?)(?:\\.git)?");

    /** @throws WritException where the remote is not on that host */
    static GitHubRepository of(RemoteAddress address, GitHubSettings settings) {
        String host =
                switch (address) {
                    case RemoteAddress.Web web -> web.authority();
                    case RemoteAddress.Ssh ssh -> ssh.authority();
                    case RemoteAddress.Local ignored -> "";
                };
        String path =
                switch (address) {
                    case RemoteAddress.Web web -> web.path();
                    case RemoteAddress.Ssh ssh -> ssh.path();
                    case RemoteAddress.Local ignored -> "";
                };
        Matcher form = FORM.matcher(path);
        if (!host.equalsIgnoreCase(settings.host()) || !form.matches()) {
            throw new WritException(
                    FailureCode.CONFLICT,
                    "The remote " + address.shown() + " is not a repository on " + settings.host() + ".",
                    "Name a remote that is, for instance upstream.");
        }
        return new GitHubRepository(form.group(1), form.group(2));
    }

    @Override
    public String toString() {
        return owner + "/" + name;
    }
}
