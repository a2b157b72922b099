package dev.writ.server;

import static dev.writ.server.TestingModel.ends;
import static dev.writ.server.TestingWrit.work;

import dev.writ.FailureCode;
import dev.writ.WritException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A node in a process of its own, for tests that kill or freeze it: it takes a task, and its model thinks for long. */
final class FrozenNode {
    private FrozenNode() {}

    /** @param arguments the node's folder, the database, and how many seconds its model thinks */
    public static void main(String[] arguments) throws Exception {
        TestingModel model = new TestingModel();
        model.worker(request -> {
            System.out.println("asked");
            try {
                TimeUnit.SECONDS.sleep(Long.parseLong(arguments[2]));
            } catch (InterruptedException e) {
                System.out.println("interrupted");
                throw new WritException(FailureCode.CANCELLED, "The call was interrupted.", "Nothing to do.");
            }
            return ends("from the node that was frozen").answer(request);
        });
        TestingWrit node = TestingWrit.node(Path.of(arguments[0]), arguments[1], model);
        System.out.println("task " + node.submit(work("think")).id());
        // Until the test ends it.
        TimeUnit.MINUTES.sleep(5);
    }
}
