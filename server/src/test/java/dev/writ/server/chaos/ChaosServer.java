package dev.writ.server.chaos;

import dev.writ.WritException;
import dev.writ.server.Settings;
import dev.writ.server.Writ;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A whole server with the offline model, in a process of its own, until it is ended. */
final class ChaosServer {
    /** Its exit code where it does not start. */
    static final int REFUSED = 3;

    private ChaosServer() {}

    /** @param arguments the home folder, the data folder, and a database or nothing */
    public static void main(String[] arguments) throws InterruptedException {
        Map<String, String> flags = arguments.length > 2
                ? Map.of("port", "0", "data", arguments[1], "database", arguments[2])
                : Map.of("port", "0", "data", arguments[1]);
        Writ writ = start(Settings.load(flags, Map.of("HOME", arguments[0])));
        Runtime.getRuntime().addShutdownHook(new Thread(writ::close));
        System.out.println("ready");
        new CountDownLatch(1).await();
    }

    private static Writ start(Settings settings) {
        try {
            return Writ.start(settings);
        } catch (WritException e) {
            System.out.println(e.failure().code().id() + ": " + e.failure().message() + " "
                    + e.failure().hint());
            System.exit(REFUSED);
            throw e;
        }
    }
}
