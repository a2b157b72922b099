package dev.writ.mcp;

import dev.writ.mcp.engine.Engine;
import dev.writ.mcp.engine.MemoryTasks;
import dev.writ.mcp.engine.Outlet;
import dev.writ.mcp.engine.Session;
import dev.writ.mcp.rpc.Message;
import dev.writ.mcp.rpc.RequestId;
import dev.writ.mcp.server.Access;
import dev.writ.mcp.server.Caller;
import dev.writ.mcp.server.Offer;
import dev.writ.mcp.server.Tool;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.node.ObjectNode;

/** An engine with a clock that stands still, and two callers who speak to it without any transport. */
public final class TestingEngine implements AutoCloseable {
    public static final Caller ALICE = new Caller("alice");
    public static final Caller BOB = new Caller("bob");
    /** Capabilities of a client that can be asked for everything. */
    public static final String ALL =
            "{'elicitation':{'form':{},'url':{}},'sampling':{},'roots':{},'extensions':{'io.modelcontextprotocol/tasks':{}}}";

    public final TestingClock clock = new TestingClock();
    public final Engine engine;
    private final AtomicLong ids = new AtomicLong();

    public TestingEngine(Offer offer, Access access) {
        this(offer, access, MemoryTasks.Limits.USUAL);
    }

    public TestingEngine(Offer offer, Access access, MemoryTasks.Limits limits) {
        this.engine = new Engine(
                new Implementation("testing", "Testing", "1"),
                "For tests.",
                offer,
                access,
                new MemoryTasks(limits, new SecureRandom(), clock),
                new byte[32],
                clock);
    }

    /** With tools that everybody may use. */
    public static TestingEngine of(Tool... tools) {
        return new TestingEngine(offer(tools), Access.OPEN);
    }

    public static Offer offer(Tool... tools) {
        return new Offer.Fixed(List.of(tools), List.of(), List.of(), List.of());
    }

    /** The result of a request of the modern era by Alice's client, which can be asked for everything. */
    public ObjectNode modern(String method, String params) throws InterruptedException {
        return modern(ALICE, method, params);
    }

    public ObjectNode modern(Caller caller, String method, String params) throws InterruptedException {
        return modern(caller, ALL, method, params, message -> {});
    }

    public ObjectNode modern(Caller caller, String capabilities, String method, String params, Outlet outlet)
            throws InterruptedException {
        ObjectNode all = TestingJson.json(params);
        all.withObject("_meta")
                .put("io.modelcontextprotocol/protocolVersion", "2026-07-28")
                .set("io.modelcontextprotocol/clientCapabilities", TestingJson.json(capabilities));
        return engine.modern().answer(request(method, all), caller, outlet);
    }

    public ObjectNode call(String tool, String arguments) throws InterruptedException {
        return modern("tools/call", "{'name':'" + tool + "','arguments':" + arguments + "}");
    }

    /** A session of the newest legacy revision. */
    public Session session(Caller caller, String capabilities) {
        ObjectNode params = TestingJson.json("{'protocolVersion':'2025-11-25'}");
        params.set("capabilities", TestingJson.json(capabilities));
        return engine.legacy().beginKept(request("initialize", params), caller);
    }

    public ObjectNode legacy(Session session, String method, String params, Outlet outlet) throws InterruptedException {
        return engine.legacy().answer(session, request(method, TestingJson.json(params)), outlet);
    }

    public ObjectNode legacy(Session session, String method, String params) throws InterruptedException {
        return legacy(session, method, params, message -> {});
    }

    public Message.Request request(String method, ObjectNode params) {
        return new Message.Request(RequestId.of(ids.incrementAndGet()), method, params);
    }

    @Override
    public void close() {
        engine.close();
    }
}
