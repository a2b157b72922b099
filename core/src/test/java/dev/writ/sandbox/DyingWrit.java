package dev.writ.sandbox;

import java.nio.file.Path;

/** A program that starts a service and waits to be killed; its arguments are a folder and a word for the command line. */
final class DyingWrit {
    private DyingWrit() {}

    public static void main(String[] arguments) throws Exception {
        TestingSandbox box = new TestingSandbox(Path.of(arguments[0]));
        RunningService service =
                box.startShell("trap '' TERM HUP; setsid sleep 300 & echo up; while :; do sleep 1; done", arguments[1]);
        System.out.write(service.output().read());
        System.out.flush();
        Thread.currentThread().join();
    }
}
