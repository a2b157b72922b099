package dev.writ.permission;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Who wants to know that an assignment has ended. One that fails keeps none of the others from knowing. */
final class EndListeners {
    private static final System.Logger LOG = System.getLogger(EndListeners.class.getName());

    private final List<Consumer<Assignment>> listeners = new CopyOnWriteArrayList<>();

    void add(Consumer<Assignment> listener) {
        listeners.add(listener);
    }

    void tell(Assignment ended) {
        for (Consumer<Assignment> listener : listeners) {
            try {
                listener.accept(ended);
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.ERROR, "A listener failed at the end of " + ended.id() + ".", e);
            }
        }
    }
}
