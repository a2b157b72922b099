package dev.writ.permission;

import java.util.List;
import java.util.Optional;

/** The kinds of argument limits; each tool that can be granted has one. */
public enum ScopeFamily {
    FILES,
    COMMANDS,
    QUERIES,
    REPOSITORIES,
    ENTITIES,
    RECIPIENTS,
    /** Of the tools of third parties' servers. */
    ARGUMENTS;

    /** The family of a tool's scopes; empty for a tool that cannot be granted. */
    public static Optional<ScopeFamily> of(String tool) {
        return switch (tool) {
            case "file_system_listing", "file_edit" -> Optional.of(FILES);
            case "terminal" -> Optional.of(COMMANDS);
            case "sql_lite" -> Optional.of(QUERIES);
            case "github" -> Optional.of(REPOSITORIES);
            case "entity_manager" -> Optional.of(ENTITIES);
            case "message_user" -> Optional.of(RECIPIENTS);
            default -> ThirdPartyName.isOne(tool) ? Optional.of(ARGUMENTS) : Optional.empty();
        };
    }

    public static ScopeFamily of(Scope scope) {
        return switch (scope) {
            case Scope.FileScope ignored -> FILES;
            case Scope.CommandScope ignored -> COMMANDS;
            case Scope.QueryScope ignored -> QUERIES;
            case Scope.RepositoryScope ignored -> REPOSITORIES;
            case Scope.EntityScope ignored -> ENTITIES;
            case Scope.RecipientScope ignored -> RECIPIENTS;
            case ArgumentScope ignored -> ARGUMENTS;
        };
    }

    /** The scope of this family that permits nothing. */
    public Scope nothing() {
        return Scopes.exact(this, List.of()).orElseThrow();
    }
}
