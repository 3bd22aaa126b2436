package nbscope.kernel.own.internal;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import jdk.jshell.execution.DirectExecutionControl;
import jdk.jshell.spi.ExecutionControl;
import org.jspecify.annotations.Nullable;

/// JShell's execution engine: runs compiled snippets in this process, on the [CellThread].
///
/// It keeps the value itself and the exception itself, which JShell would turn into text. Used by the evaluator's
/// thread only.
final class CellControl extends DirectExecutionControl {
    private final CellThread thread;
    private final Origins origins;
    private @Nullable Object value;
    private @Nullable Throwable thrown;

    CellControl(CellLoader loader, CellThread thread, Origins origins) {
        super(loader);
        this.thread = thread;
        this.origins = origins;
    }

    /// The value of the last snippet that ran.
    @Nullable
    Object value() {
        return value;
    }

    /// What the last snippet threw, null when it ended well.
    @Nullable
    Throwable thrown() {
        return thrown;
    }

    void forget() {
        value = null;
        thrown = null;
    }

    @Override
    protected String invoke(Method method) throws Exception {
        forget();
        Origin origin = origins.current();
        try {
            value = thread.call(() -> {
                origins.enterCell(origin);
                return method.invoke(null);
            });
            return "";
        } catch (InvocationTargetException e) {
            thrown = e.getCause();
            if (thrown instanceof StopCheck.CellStopped) {
                throw new ExecutionControl.StoppedException();
            }
            throw e;
        } catch (StopCheck.CellStopped | CellThread.GivenUp e) {
            thrown = e;
            throw new ExecutionControl.StoppedException();
        } catch (Error | Exception e) {
            thrown = e;
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /// JShell asks for values only for its own tool; their text is made in [ValueText].
    @Override
    public String varValue(String className, String varName) {
        return "";
    }
}
