package dev.writ.server;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.IdSource;
import dev.writ.Json;
import dev.writ.TimeOrderedIds;
import dev.writ.WritException;
import dev.writ.account.Account;
import dev.writ.model.Models;
import dev.writ.model.playbook.PlaybookModel;
import dev.writ.model.provider.ConfiguredModels;
import dev.writ.model.settings.ModelSettings;
import dev.writ.server.api.ApiParts;
import dev.writ.server.api.ApiServer;
import dev.writ.server.api.FrontDoor;
import dev.writ.server.mcp.McpEndpoints;
import dev.writ.server.openid.LogInSection;
import dev.writ.server.openid.LogInSettings;
import dev.writ.server.openid.OpenIdLogIn;
import dev.writ.server.web.Sessions;
import dev.writ.server.web.WebAccess;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedSet;
import tools.jackson.databind.node.ObjectNode;

/** A running Writ: the data folder, the {@link Core} on it, and the API in front of it. */
public final class Writ implements AutoCloseable {
    private static final String VERSION = "0.1.0";
    private static final int TOKEN_BYTES = 32;

    private final DataFolder folder;
    private final DatabaseOwner owner;
    private final Core core;
    private final ApiServer api;
    private final McpEndpoints mcp;
    private final FrontDoor door;

    private Writ(DataFolder folder, DatabaseOwner owner, Core core, ApiServer api, McpEndpoints mcp, FrontDoor door) {
        this.folder = folder;
        this.owner = owner;
        this.core = core;
        this.api = api;
        this.mcp = mcp;
        this.door = door;
    }

    /**
     * Starts on the settings' data folder and goes on with what was under way there.
     *
     * @throws WritException with {@code store_locked}, another {@code store_…} code, or {@code port_in_use}; nothing is
     *     left running then
     */
    public static Writ start(Settings settings) {
        return start(settings, InstantSource.system());
    }

    /** As {@link #start(Settings)}, with a clock of the caller's. */
    public static Writ start(Settings settings, InstantSource clock) {
        return start(settings, clock, models(settings, clock));
    }

    private static Models models(Settings settings, InstantSource clock) {
        ModelSettings chosen = ModelSettings.from(settings.environment(), settings.value("model"));
        return new ConfiguredModels(chosen, new PlaybookModel(), new SecureRandom(), clock);
    }

    /** As {@link #start(Settings, InstantSource)}, with these models in place of the configured ones. */
    static Writ start(Settings settings, InstantSource clock, Models models) {
        Thread.ofVirtual().name("writ-loading").start(ApiServer::load);
        SecureRandom random = new SecureRandom();
        LogInSettings logIn = LogInSection.read(settings.value("login"), settings.environment());
        IdSource ids = new TimeOrderedIds(clock, random);
        DataFolder folder = DataFolder.open(settings.dataFolder());
        try {
            DatabaseOwner owner = DatabaseOwner.take(settings);
            try {
                Core core = Core.open(settings, clock, ids, random, models);
                try {
                    return serve(settings, folder, owner, core, ids, frontDoor(logIn, core, clock, random));
                } catch (RuntimeException e) {
                    core.close();
                    throw e;
                }
            } catch (RuntimeException e) {
                owner.close();
                throw e;
            }
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    private static FrontDoor frontDoor(LogInSettings settings, Core core, InstantSource clock, SecureRandom random) {
        return new FrontDoor(
                newToken(random),
                new WebAccess(secret -> core.accounts().authenticate(secret).map(Account::name), clock, random),
                settings.openId().map(provider -> new OpenIdLogIn(provider, core.vouchedPeople(), clock, random)),
                settings.publicAddress());
    }

    private static Writ serve(
            Settings settings, DataFolder folder, DatabaseOwner owner, Core core, IdSource ids, FrontDoor door) {
        Instant startedAt = Instant.now();
        ApiParts parts = core.parts(
                () -> system(settings, core, startedAt),
                () -> Doctor.of(settings).toJson(),
                () -> Doctor.of(settings).sandboxLayers(),
                folder::reportKey);
        McpEndpoints mcp = core.mcp(VERSION);
        try {
            ApiServer api = ApiServer.start(settings.port(), door, parts, mcp, ids);
            mcp.servedOn(api.port());
            try {
                core.start();
                new DatabaseChecks(settings).sayWhatDoesNotFit();
                folder.announce(new DataFolder.Server(
                        api.url(), door.token(), ProcessHandle.current().pid()));
                return new Writ(folder, owner, core, api, mcp, door);
            } catch (IOException e) {
                api.close();
                throw new WritException(
                        Failure.of(
                                FailureCode.STORE_FULL,
                                "The data folder cannot be written: " + e.getMessage() + ".",
                                "Check its permissions and the free space."),
                        e);
            } catch (RuntimeException e) {
                api.close();
                throw e;
            }
        } catch (RuntimeException e) {
            mcp.close();
            door.provider().ifPresent(OpenIdLogIn::close);
            throw e;
        }
    }

    private static ObjectNode system(Settings settings, Core core, Instant startedAt) {
        return Json.object()
                .put("version", VERSION)
                .put("model", core.model())
                .put("offline", core.isOffline())
                .put("step_mode", core.isSteppingAll())
                .put("data", settings.dataFolder().toString())
                .put("database", settings.databaseName())
                .put(
                        "uptime_seconds",
                        Duration.between(startedAt, Instant.now()).toSeconds());
    }

    private static String newToken(SecureRandom random) {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** For instance {@code http://127.0.0.1:8420}. */
    public String url() {
        return api.url();
    }

    /** What its API answers to: methods by path. */
    Map<String, SortedSet<String>> routes() {
        return api.routes();
    }

    /** What callers of the API must send. */
    public String token() {
        return door.token();
    }

    /** The address of the pages with a token that logs one browser in, once, within ten minutes. */
    public String loginLink() {
        return WebAccess.address(url(), door.access().links().create(Sessions.OWNER));
    }

    public String modelDescription() {
        return core.model();
    }

    public Path dataFolder() {
        return folder.path();
    }

    /** The parts, for programs in this process such as the demo. */
    public Core core() {
        return core;
    }

    /** Has {@code /readyz} say from now on that no more is to be sent here; closing does so, too. */
    public void drain() {
        core.telemetry().readiness().drain();
    }

    /** Stops. What is under way breaks off and goes on at the next start. */
    @Override
    public void close() {
        drain();
        Closing.inOrder(
                mcp::close,
                api::close,
                () -> door.provider().ifPresent(OpenIdLogIn::close),
                core::close,
                owner::close,
                folder::close);
    }
}
