package dev.writ.entity;

import dev.writ.FailureCode;
import dev.writ.IdSource;
import dev.writ.WritException;
import dev.writ.event.EventLog;
import dev.writ.store.Database;
import dev.writ.store.Transaction;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/**
 * Agents, processes, tools and documents: named, versioned, never overwritten. A change adds a version and moves the
 * pointer to it; a rollback moves the pointer back and keeps the history. Every change writes its event in the same
 * transaction. Wherever an id is asked for, the name serves too. Safe for use by many threads.
 */
public final class Definitions {
    private static final int LONGEST_HISTORY = 200;

    private final Database database;
    private final EventLog events;
    private final InstantSource clock;
    private final IdSource ids;
    private final ContentCheck check;
    private final List<Consumer<EntityKind>> listeners = new CopyOnWriteArrayList<>();

    public Definitions(Database database, EventLog events, InstantSource clock, IdSource ids) {
        this(database, events, clock, ids, (kind, name, content) -> {});
    }

    /** @param check what content must fulfil besides its settings, which are always checked */
    public Definitions(Database database, EventLog events, InstantSource clock, IdSource ids, ContentCheck check) {
        this.database = database;
        this.events = events;
        this.clock = clock;
        this.ids = ids;
        this.check = check;
    }

    /** Says what content of a definition may be; other rooms know what they read in it. */
    @FunctionalInterface
    public interface ContentCheck {
        /** @throws WritException with {@code invalid_arguments} where it may not be so */
        void check(EntityKind kind, String name, ObjectNode content);
    }

    /** From now on tells after each durable change which kind of definition it was of; must be quick and not throw. */
    public void onChange(Consumer<EntityKind> listener) {
        listeners.add(listener);
    }

    /** To be called when another node has changed a definition of that kind. */
    public void changedElsewhere(EntityKind kind) {
        listeners.forEach(listener -> listener.accept(kind));
    }

    private DefinitionContent checked(EntityKind kind, String name, ObjectNode content) {
        Tunable.check(kind, name, content);
        check.check(kind, name, content);
        return DefinitionContent.of(content);
    }

    /** As {@link #create(Transaction, EntityKind, String, ObjectNode, Change)}, in a transaction of its own. */
    public Definition create(EntityKind kind, String name, ObjectNode content, Change change) {
        return database.write(transaction -> create(transaction, kind, name, content, change));
    }

    /**
     * Adds a definition with version 1, active.
     *
     * @throws WritException with {@code conflict} when the kind has one of this name, {@code too_large}, or
     *     {@code invalid_arguments} for a bad name or a kind that is not versioned
     */
    public Definition create(Transaction transaction, EntityKind kind, String name, ObjectNode content, Change change) {
        requireDefinition(kind);
        DefinitionContent checked = checked(kind, name, content);
        String id = ids.next(kind.id());
        long now = clock.millis();
        int added = transaction
                .handle()
                .createUpdate("""
                        INSERT INTO entities (id, kind, name, active_version, status, version, created_at, updated_at)
                        VALUES (:id, :kind, :name, 1, 'active', 1, :now, :now)
                        ON CONFLICT (kind, name) DO NOTHING
                        """)
                .bind("id", id)
                .bind("kind", kind.id())
                .bind("name", DefinitionContent.checkedName(name))
                .bind("now", now)
                .execute();
        if (added == 0) {
            throw new WritException(
                    FailureCode.CONFLICT,
                    "There is a " + kind.id() + " named '" + name + "' already.",
                    "Update that one, or choose another name.");
        }
        addVersion(transaction, id, 1, checked, change);
        Definition created = require(transaction, kind, id);
        tellOf(transaction, kind);
        events.append(
                transaction,
                change.event("entity.created", created.ref()).with("name", name).with("version", 1));
        return created;
    }

    /** By id, else by name; with the content of the active version. */
    public Optional<Definition> find(EntityKind kind, String idOrName) {
        return database.read(handle -> DefinitionRows.find(handle, kind, idOrName));
    }

    /** @throws WritException with {@code not_found} */
    public Definition get(EntityKind kind, String idOrName) {
        return find(kind, idOrName).orElseThrow(() -> unknown(kind, idOrName));
    }

    /** @throws WritException with {@code not_found} when there is no such definition or version */
    public DefinitionVersion version(EntityKind kind, String idOrName, int version) {
        Definition definition = get(kind, idOrName);
        return database.read(handle -> DefinitionRows.version(handle, definition.id(), version))
                .orElseThrow(() -> unknownVersion(definition, version));
    }

    /** By kind and name, a page at a time. */
    public DefinitionPage list(DefinitionFilter filter) {
        return database.read(handle -> DefinitionRows.page(handle, filter));
    }

    /** Definitions whose name or content has all words, the best match first, at most {@code limit}. */
    public List<Definition> search(Optional<EntityKind> kind, String query, int limit) {
        SearchWords words = SearchWords.of(query);
        int bounded = Math.clamp(limit, 1, DefinitionFilter.LARGEST_PAGE);
        return database.read(handle -> DefinitionSearch.find(handle, kind, words, bounded));
    }

    /** The newest 200 versions, newest first. */
    public List<DefinitionVersion> history(EntityKind kind, String idOrName) {
        Definition definition = get(kind, idOrName);
        return database.read(handle -> DefinitionRows.versions(handle, definition.id(), LONGEST_HISTORY));
    }

    /** Unified diff from one version to another, texts of several lines compared by line; empty where nothing differs. */
    public String diff(EntityKind kind, String idOrName, int from, int to) {
        Definition definition = get(kind, idOrName);
        return VersionDiff.between(
                definition.name(), version(kind, definition.id(), from), version(kind, definition.id(), to));
    }

    /** As {@link #update(Transaction, EntityKind, String, ObjectNode, int, Change)}, in a transaction of its own. */
    public Definition update(EntityKind kind, String idOrName, ObjectNode changes, int expectedVersion, Change change) {
        return database.write(transaction -> update(transaction, kind, idOrName, changes, expectedVersion, change));
    }

    /**
     * Writes a new version, made of the active one and a JSON merge patch (RFC 7396), and makes it active. Changes that
     * change nothing add no version.
     *
     * @param expectedVersion the active version the writer has seen
     * @throws WritException with {@code conflict} when another version is active by now, {@code not_found},
     *     {@code too_large}, or {@code invalid_arguments} for a setting out of its bounds
     */
    public Definition update(
            Transaction transaction,
            EntityKind kind,
            String idOrName,
            ObjectNode changes,
            int expectedVersion,
            Change change) {
        Definition current = require(transaction, kind, idOrName);
        if (current.activeVersion() != expectedVersion) {
            throw new WritException(
                    FailureCode.CONFLICT,
                    "The " + kind.id() + " '" + current.name() + "' is at version " + current.activeVersion()
                            + ", not at " + expectedVersion + ".",
                    "Read it again, and repeat the change on what is there now.");
        }
        ObjectNode content = MergePatch.apply(current.content(), changes);
        return content.equals(current.content()) ? current : addAndActivate(transaction, current, content, change);
    }

    /**
     * Writes a new version, made as {@link #update} makes it, and leaves the active one in force: {@link #rollback} moves
     * the pointer to it once it has proved itself.
     *
     * @return its number; that of the active version where the changes change nothing
     * @throws WritException with {@code not_found}, {@code too_large}, or {@code invalid_arguments} for a setting out of its
     *     bounds
     */
    public int draft(Transaction transaction, EntityKind kind, String idOrName, ObjectNode changes, Change change) {
        Definition current = require(transaction, kind, idOrName);
        ObjectNode content = MergePatch.apply(current.content(), changes);
        if (content.equals(current.content())) {
            return current.activeVersion();
        }
        int version = 1 + DefinitionRows.newestVersion(transaction.handle(), current.id());
        addVersion(transaction, current.id(), version, checked(current.kind(), current.name(), content), change);
        events.append(
                transaction,
                change.event("entity.drafted", current.ref())
                        .with("name", current.name())
                        .with("from_version", current.activeVersion())
                        .with("version", version));
        return version;
    }

    /** Writes this content as a new active version, whatever the present one is. */
    Definition replace(Transaction transaction, Definition current, ObjectNode content, Change change) {
        return addAndActivate(transaction, current, content, change);
    }

    private Definition addAndActivate(Transaction transaction, Definition current, ObjectNode content, Change change) {
        int version = 1 + DefinitionRows.newestVersion(transaction.handle(), current.id());
        addVersion(transaction, current.id(), version, checked(current.kind(), current.name(), content), change);
        move(transaction, current, version, current.status());
        events.append(
                transaction,
                change.event("entity.updated", current.ref())
                        .with("name", current.name())
                        .with("from_version", current.activeVersion())
                        .with("version", version));
        return require(transaction, current.kind(), current.id());
    }

    /** As {@link #rollback(Transaction, EntityKind, String, int, Change)}, in a transaction of its own. */
    public Definition rollback(EntityKind kind, String idOrName, int version, Change change) {
        return database.write(transaction -> rollback(transaction, kind, idOrName, version, change));
    }

    /**
     * Makes an existing version active, earlier or later; history stays as it is. Nothing happens when it is active.
     *
     * @throws WritException with {@code not_found} when there is no such definition or version, with {@code conflict} when
     *     the version is in quarantine
     */
    public Definition rollback(Transaction transaction, EntityKind kind, String idOrName, int version, Change change) {
        Definition current = require(transaction, kind, idOrName);
        if (current.activeVersion() == version) {
            return current;
        }
        if (DefinitionRows.version(transaction.handle(), current.id(), version).isEmpty()) {
            throw unknownVersion(current, version);
        }
        Quarantine.check(transaction.handle(), current, version);
        move(transaction, current, version, current.status());
        events.append(
                transaction,
                change.event("entity.rolled_back", current.ref())
                        .with("name", current.name())
                        .with("from_version", current.activeVersion())
                        .with("version", version)
                        .with("reason", change.reason()));
        return require(transaction, kind, current.id());
    }

    /** As {@link #setStatus(Transaction, EntityKind, String, DefinitionStatus, Change)}, in a transaction of its own. */
    public Definition setStatus(EntityKind kind, String idOrName, DefinitionStatus status, Change change) {
        return database.write(transaction -> setStatus(transaction, kind, idOrName, status, change));
    }

    /**
     * Takes a definition out of use, or back into it. Nothing happens when it has that status.
     *
     * @throws WritException with {@code not_found}
     */
    public Definition setStatus(
            Transaction transaction, EntityKind kind, String idOrName, DefinitionStatus status, Change change) {
        Definition current = require(transaction, kind, idOrName);
        if (current.status() == status) {
            return current;
        }
        move(transaction, current, current.activeVersion(), status);
        String type =
                switch (status) {
                    case ACTIVE -> "entity.updated";
                    case INACTIVE -> "entity.deactivated";
                };
        events.append(
                transaction,
                change.event(type, current.ref())
                        .with("name", current.name())
                        .with("status", status.id())
                        .with("reason", change.reason()));
        return require(transaction, kind, current.id());
    }

    private void addVersion(
            Transaction transaction, String entity, int version, DefinitionContent content, Change change) {
        transaction
                .handle()
                .createUpdate("""
                        INSERT INTO entity_versions (entity, version, content, hash, author, reason, created_at)
                        VALUES (:entity, :version, :content, :hash, :author, :reason, :now)
                        """)
                .bind("entity", entity)
                .bind("version", version)
                .bind("content", content.json())
                .bind("hash", content.hash())
                .bind("author", change.actor())
                .bind("reason", change.reason())
                .bind("now", clock.millis())
                .execute();
    }

    private void tellOf(Transaction transaction, EntityKind kind) {
        transaction.afterCommit(() -> listeners.forEach(listener -> listener.accept(kind)));
    }

    private void move(Transaction transaction, Definition current, int version, DefinitionStatus status) {
        int moved = transaction
                .handle()
                .createUpdate("""
                        UPDATE entities
                        SET active_version = :active, status = :status, version = version + 1, updated_at = :now
                        WHERE id = :id AND version = :revision
                        """)
                .bind("active", version)
                .bind("status", status.id())
                .bind("now", clock.millis())
                .bind("id", current.id())
                .bind("revision", current.revision())
                .execute();
        tellOf(transaction, current.kind());
        if (moved == 0) {
            throw new WritException(
                    FailureCode.CONFLICT,
                    "The " + current.kind().id() + " '" + current.name() + "' was changed by someone else just now.",
                    "Read it again, and repeat the change on what is there now.");
        }
    }

    private static Definition require(Transaction transaction, EntityKind kind, String idOrName) {
        requireDefinition(kind);
        return DefinitionRows.find(transaction.handle(), kind, idOrName).orElseThrow(() -> unknown(kind, idOrName));
    }

    private static void requireDefinition(EntityKind kind) {
        if (!kind.isDefinition()) {
            throw new WritException(
                    FailureCode.INVALID_ARGUMENTS,
                    "A " + kind.id() + " is not a versioned definition.",
                    "Use one of the kinds agent, process, tool, document.");
        }
    }

    static WritException unknown(EntityKind kind, String idOrName) {
        return new WritException(
                FailureCode.NOT_FOUND,
                "There is no " + kind.id() + " '" + idOrName + "'.",
                "List them with `writ " + kind.plural() + " ls`, or with list_entities.");
    }

    private static WritException unknownVersion(Definition definition, int version) {
        return new WritException(
                FailureCode.NOT_FOUND,
                "The " + definition.kind().id() + " '" + definition.name() + "' has no version " + version + ".",
                "Look at its history for the versions there are.");
    }
}
