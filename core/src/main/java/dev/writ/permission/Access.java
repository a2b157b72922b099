package dev.writ.permission;

import dev.writ.entity.EntityKind;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/**
 * One thing a call would touch, stated from its parsed arguments. An operation lists all of them before it runs; a call
 * is allowed only when every one lies inside the scope in force.
 */
public sealed interface Access {
    /**
     * @param path relative to the workspace root, {@code /} between names, no {@code .} or {@code ..}; the root is ""
     */
    record FileAccess(String path, FileVerb verb) implements Access {}

    enum FileVerb {
        READ,
        WRITE
    }

    /**
     * Running one command line; {@code argv[0]} is the program as granted, never a shell text.
     *
     * @param hosts which it may reach meanwhile; none means that it has no network. They belong to this line: hosts that
     *     were granted with another one do not count
     */
    record CommandAccess(List<String> argv, List<Host> hosts) implements Access {
        public CommandAccess {
            argv = List.copyOf(argv);
            hosts = List.copyOf(hosts);
        }

        /** A command line without network. */
        public CommandAccess(List<String> argv) {
            this(argv, List.of());
        }
    }

    /**
     * Running the named query of a database.
     *
     * @param definition hash of what the query is by now
     */
    record QueryAccess(String database, String query, String definition) implements Access {}

    /**
     * @param repository path of the repository relative to the workspace root, "" for the root itself
     * @param branch short branch name the verb concerns; "" where none is
     */
    record RepositoryAccess(String repository, String branch, RepositoryVerb verb) implements Access {}

    enum RepositoryVerb {
        READ,
        STAGE,
        COMMIT,
        BRANCH,
        FETCH,
        PULL,
        PUSH,
        PULL_REQUEST;

        /** Whether the verb changes a branch, here or at a remote, so that branch limits apply to it. */
        public boolean concernsBranch() {
            return switch (this) {
                case READ, STAGE, FETCH -> false;
                case COMMIT, BRANCH, PULL, PUSH, PULL_REQUEST -> true;
            };
        }

        /** The verb as written in a scope, for instance {@code pull_request}. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param id the entity concerned, "" when the call ranges over the kind */
    record EntityAccess(EntityKind kind, EntityVerb verb, String id) implements Access {}

    enum EntityVerb {
        READ,
        WRITE;

        /** The verb as written in a scope. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Sending to a named recipient, for instance {@code user}. */
    record RecipientAccess(String recipient) implements Access {}

    /** Calling a tool of a third party's server, of which nothing is known but the arguments that it gets. */
    record ArgumentAccess(ObjectNode arguments) implements Access {
        public ArgumentAccess {
            arguments = arguments.deepCopy();
        }

        @Override
        public ObjectNode arguments() {
            return arguments.deepCopy();
        }

        boolean fits(ArgumentSchema schema) {
            return schema.permits(arguments);
        }
    }
}
