namespace TensorDsl.Ilgpu.Tests.StandIn;

/// <summary>Threads that are kept, because groups are many and short.</summary>
internal static class StandInThreads
{
    private static readonly List<Worker> Workers = [];
    private static readonly Lock Busy = new();

    /// <summary>Runs the action on as many threads, and waits for all.</summary>
    public static void Run(int count, Action<int> action)
    {
        lock (Busy)
        {
            while (Workers.Count < count)
                Workers.Add(new Worker());
            using var done = new CountdownEvent(count);
            for (int i = 0; i < count; i++)
            {
                int thread = i;
                Workers[i].Start(() =>
                {
                    action(thread);
                    done.Signal();
                });
            }

            done.Wait();
        }
    }

    private sealed class Worker
    {
        private readonly SemaphoreSlim _wanted = new(0);
        private Action? _action;

        public Worker() => new Thread(Work, maxStackSize: 1 << 20) { IsBackground = true, Name = "Stand-in" }.Start();

        public void Start(Action action)
        {
            _action = action;
            _wanted.Release();
        }

        private void Work()
        {
            for (; ; )
            {
                _wanted.Wait();
                _action!();
            }
        }
    }
}
