package dev.writ.tool;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.event.EventLog;
import dev.writ.permission.Permissions;
import dev.writ.store.Database;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * All tools and operations of this Writ, by name. What Writ's own servers offer is read once, when the registry is made; a
 * third party's server may come later and offer other tools in between, of which none can be called that nobody accepted.
 * Safe for use by many threads.
 */
public final class ToolRegistry {
    private final PinnedTools pinned;
    private final List<Runnable> watchers = new CopyOnWriteArrayList<>();
    // A new one is stored under the lock of this object; readers take what is there.
    private volatile OfferedTools offered;

    /**
     * Registers what the servers offer and brings {@code available_tools} up to date with it. The tool {@code core} is not
     * listed there: it belongs to every agent and is never granted.
     *
     * @throws WritException with {@code invalid_arguments} or {@code conflict} for a name or schema that cannot be used;
     *     nothing is written then
     */
    public ToolRegistry(List<ToolServer> servers, Database database, EventLog events, InstantSource clock) {
        Set<String> names = new HashSet<>();
        OfferedTools all = OfferedTools.NONE;
        for (ToolServer server : servers) {
            if (!names.add(server.name())) {
                throw new WritException(
                        FailureCode.CONFLICT,
                        "There are two tool servers named " + SchemaMistake.oneLine(server.name()) + ".",
                        "Give one of them another name, or switch it off.");
            }
            all = all.with(server);
        }
        this.offered = all;
        this.pinned = new PinnedTools(database, events, clock);
        pinned.bringUpToDate(grantable(all.tools()));
    }

    /** Why a tool that a third party's server offers is not taken up. */
    public record Refusal(String tool, Failure failure) {}

    /**
     * Takes up what a third party's server offers now, in place of what it offered before. A tool that was never accepted
     * in this form is suspended until a person accepts it, but for the tools of a server that nobody knew before, whose
     * registration is their acceptance.
     *
     * @return the tools that cannot be taken up, each with the reason; the others are there
     * @throws IllegalArgumentException for one of Writ's own servers
     */
    public List<Refusal> offer(ToolServer server) {
        List<Refusal> refused = take(server);
        watchers.forEach(Runnable::run);
        return refused;
    }

    /** Has a watcher told whenever another offer was taken up, once it is there for whoever looks. Must return at once. */
    public void onOffer(Runnable watcher) {
        watchers.add(watcher);
    }

    /** To be called when another node has accepted or suspended a tool. */
    public void changedElsewhere() {
        pinned.readStatuses();
        watchers.forEach(Runnable::run);
    }

    private synchronized List<Refusal> take(ToolServer server) {
        if (!server.thirdParty()) {
            throw new IllegalArgumentException("Writ's own servers do not change.");
        }
        OfferedTools all = offered.without(server.name());
        List<Refusal> refused = new ArrayList<>();
        for (ToolSpec spec : server.tools()) {
            try {
                all = all.with(server, spec);
            } catch (WritException e) {
                refused.add(new Refusal(spec.name(), e.failure()));
            }
        }
        // First what may be called, then what there is: nothing new is active for a moment.
        pinned.bringUpToDate(
                server.name(),
                all.tools().stream()
                        .filter(tool -> tool.server().name().equals(server.name()))
                        .toList());
        offered = all;
        return List.copyOf(refused);
    }

    private static List<RegisteredTool> grantable(Collection<RegisteredTool> tools) {
        return tools.stream()
                .filter(tool -> !tool.spec().name().equals(OperationSpec.CORE))
                .toList();
    }

    /** Every tool that a server offers, in the order of registration, whatever its status. */
    public Collection<RegisteredTool> tools() {
        return List.copyOf(offered.tools());
    }

    public Optional<RegisteredTool> tool(String name) {
        return offered.tool(name);
    }

    /** The operation of a tool, whoever may see it. */
    public Optional<OperationSpec> operation(String tool, String operation) {
        return offered.operation(tool, operation).map(RegisteredOperation::spec);
    }

    /** The operation behind a function name as models use it, whoever may see it. */
    public Optional<OperationSpec> function(String functionName) {
        return offered.function(functionName).map(RegisteredOperation::spec);
    }

    /** By function name or by id. */
    Optional<RegisteredOperation> find(String name) {
        return offered.find(name);
    }

    /** How a tool stands; {@code core} is always active, an unknown one absent. */
    public ToolStatus status(String tool) {
        return tool.equals(OperationSpec.CORE) && offered.tool(tool).isPresent()
                ? ToolStatus.ACTIVE
                : pinned.status(tool);
    }

    /**
     * A tool's accepted definition beside the one offered now.
     *
     * @throws WritException with {@code not_found} for a tool that no server offers
     */
    public ToolPin pin(String tool) {
        return pinned.pin(grantable(tool));
    }

    /**
     * Pins the definition offered now, ending a suspension or deactivation.
     *
     * @param by who accepts it, for instance {@code person:ada}
     * @throws WritException with {@code not_found} for a tool that no server offers
     */
    public void accept(String tool, String by) {
        pinned.accept(grantable(tool), by);
    }

    /**
     * As {@link #accept(String, String)}, but this very definition and no other.
     *
     * @param definition hash of the one that was looked at
     * @throws WritException with {@code not_found}, or with {@code conflict} where another one is offered by now
     */
    public void accept(String tool, String definition, String by) {
        RegisteredTool offered = grantable(tool);
        if (!offered.definitionHash().equals(definition)) {
            throw new WritException(
                    FailureCode.CONFLICT,
                    "The tool '" + tool + "' offers another definition than the one that was looked at.",
                    "Look at it again with `writ tools pin " + tool + "`.");
        }
        pinned.accept(offered, by);
    }

    /**
     * Switches a tool off until it is accepted again. Calls under way go on; the next one is denied.
     *
     * @throws WritException with {@code not_found} for a tool that no server offers
     */
    public void deactivate(String tool, String by) {
        pinned.deactivate(grantable(tool), by);
    }

    private RegisteredTool grantable(String name) {
        return offered.tool(name)
                .filter(tool -> !name.equals(OperationSpec.CORE))
                .orElseThrow(() -> new WritException(
                        FailureCode.NOT_FOUND,
                        "There is no tool '" + SchemaMistake.oneLine(name) + "' to accept or deactivate.",
                        "List the tools to see their names."));
    }

    /** What the agent of a task may know of: the core toolkit, and active operations that some call of it could run. */
    public List<OperationSpec> visibleOperations(String task, Permissions permissions) {
        return operations().stream()
                .filter(spec -> maySee(task, spec, permissions))
                .toList();
    }

    /** Whether the agent of a task may know of an operation now. */
    public boolean maySee(String task, OperationSpec spec, Permissions permissions) {
        return status(spec.tool()) == ToolStatus.ACTIVE
                && offered.function(spec.functionName())
                        .filter(operation -> mayBeSeen(operation, task, permissions))
                        .isPresent();
    }

    /** Every operation that a server offers, whoever may see it. */
    public List<OperationSpec> operations() {
        return offered.operations().stream().map(RegisteredOperation::spec).toList();
    }

    /** Whether permissions let the task know of the operation, whatever the tool's status. An error hides it. */
    static boolean mayBeSeen(RegisteredOperation operation, String task, Permissions permissions) {
        if (operation.isCore()) {
            return true;
        }
        try {
            return permissions.visible(
                    task, operation.spec().tool(), operation.spec().name());
        } catch (RuntimeException e) {
            return false;
        }
    }
}
