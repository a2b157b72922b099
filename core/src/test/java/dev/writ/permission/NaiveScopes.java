package dev.writ.permission;

import dev.writ.permission.Access.EntityAccess;
import dev.writ.permission.Access.FileAccess;
import dev.writ.permission.Access.FileVerb;
import dev.writ.permission.Access.QueryAccess;
import dev.writ.permission.Access.RecipientAccess;
import dev.writ.permission.Access.RepositoryAccess;
import dev.writ.permission.Scope.EntityScope;
import dev.writ.permission.Scope.FileScope;
import dev.writ.permission.Scope.QueryScope;
import dev.writ.permission.Scope.RecipientScope;
import dev.writ.permission.Scope.RepositoryScope;
import java.util.Arrays;
import java.util.List;

/** What scopes mean, written as their description reads, with no thought of speed. Command scopes are not here. */
final class NaiveScopes {
    private NaiveScopes() {}

    static boolean permits(Scope scope, Access access) {
        if (scope instanceof FileScope files && access instanceof FileAccess file) {
            return isPlain(file.path())
                    && any(file.verb() == FileVerb.READ ? files.read() : files.write(), file.path());
        }
        if (scope instanceof QueryScope queries && access instanceof QueryAccess query) {
            // A database whose name has a colon can't be named in a pattern.
            List<String> named = query.database().contains(":")
                    ? List.of("*:*")
                    : List.of("*:*", query.database() + ":*", query.database() + ":" + query.query());
            return queries.queries().stream().anyMatch(named::contains);
        }
        if (scope instanceof RepositoryScope git && access instanceof RepositoryAccess repository) {
            boolean noBranchNeeded =
                    switch (repository.verb()) {
                        case READ, STAGE, FETCH -> repository.branch().isEmpty();
                        case COMMIT, BRANCH, PULL, PUSH, PULL_REQUEST -> false;
                    };
            return isPlain(repository.repository())
                    && git.verbs().contains(repository.verb())
                    && any(git.repositories(), repository.repository())
                    && (noBranchNeeded || any(git.branches(), repository.branch()));
        }
        if (scope instanceof EntityScope entities && access instanceof EntityAccess entity) {
            return entities.kinds().containsKey(entity.kind())
                    && entities.kinds().get(entity.kind()).contains(entity.verb());
        }
        return scope instanceof RecipientScope recipients
                && access instanceof RecipientAccess recipient
                && recipients.recipients().stream().anyMatch(recipient.recipient()::equals);
    }

    /** Whether the path means the same place however it is resolved. */
    private static boolean isPlain(String path) {
        return path.isEmpty()
                || Arrays.stream(path.split("/", -1))
                        .noneMatch(name -> List.of("", ".", "..").contains(name));
    }

    private static boolean any(List<String> globs, String path) {
        return globs.stream().anyMatch(glob -> glob(glob, path));
    }

    static boolean glob(String glob, String path) {
        return names(split(glob), split(path));
    }

    private static List<String> split(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split("/", -1));
    }

    private static boolean names(List<String> globs, List<String> names) {
        if (globs.isEmpty()) {
            return names.isEmpty();
        }
        List<String> rest = globs.subList(1, globs.size());
        if (globs.getFirst().equals("**")) {
            return names(rest, names) || (!names.isEmpty() && names(globs, names.subList(1, names.size())));
        }
        return !names.isEmpty()
                && name(globs.getFirst(), names.getFirst())
                && names(rest, names.subList(1, names.size()));
    }

    private static boolean name(String glob, String name) {
        if (glob.isEmpty()) {
            return name.isEmpty();
        }
        return switch (glob.charAt(0)) {
            case '*' -> name(glob.substring(1), name) || (!name.isEmpty() && name(glob, name.substring(1)));
            case '?' -> !name.isEmpty() && name(glob.substring(1), name.substring(1));
            default ->
                !name.isEmpty() && glob.charAt(0) == name.charAt(0) && name(glob.substring(1), name.substring(1));
        };
    }
}
