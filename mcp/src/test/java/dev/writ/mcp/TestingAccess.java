package dev.writ.mcp;

import dev.writ.mcp.server.Access;
import dev.writ.mcp.server.Caller;
import dev.writ.mcp.server.Feature;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.node.ObjectNode;

/** Permissions that a test gives and takes; without any, nobody sees anything. */
public final class TestingAccess implements Access {
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final Set<String> denied = ConcurrentHashMap.newKeySet();
    private volatile boolean broken;
    private volatile Duration fresh = Duration.ofMinutes(1);

    public TestingAccess shows(Caller caller, String... keys) {
        for (String key : keys) {
            seen.add(caller.principal() + " " + key);
        }
        return this;
    }

    public TestingAccess hides(Caller caller, String key) {
        seen.remove(caller.principal() + " " + key);
        return this;
    }

    /** What is seen can be used unless it is denied. */
    public TestingAccess denies(String key) {
        denied.add(key);
        return this;
    }

    /** From now on every question ends in an exception. */
    public void breaks() {
        broken = true;
    }

    public void freshFor(Duration duration) {
        fresh = duration;
    }

    @Override
    public boolean maySee(Caller caller, Feature feature) {
        failIfBroken();
        return seen.contains(caller.principal() + " " + feature.key());
    }

    @Override
    public Verdict mayUse(Caller caller, Feature feature, ObjectNode arguments) {
        failIfBroken();
        return denied.contains(feature.key())
                ? new Verdict.Denied(
                        "use:" + feature.key(),
                        "Not granted: " + feature.key() + ".",
                        TestingJson.json("{'rule':'no grant'}"))
                : new Verdict.Allowed();
    }

    @Override
    public Optional<Duration> privateFor(Caller caller) {
        failIfBroken();
        return Optional.of(fresh);
    }

    private void failIfBroken() {
        if (broken) {
            throw new IllegalStateException("The database of permissions is gone.");
        }
    }
}
