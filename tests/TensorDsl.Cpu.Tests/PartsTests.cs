namespace TensorDsl.Cpu.Tests;

public sealed class PartsTests
{
    /// <summary>Kernels of all sizes without barriers between them, so that workers are at different ones, many times.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void EveryPartIsDoneOnce(int workers)
    {
        const int Rounds = 300;
        int[] parts = [1, 0, 7, 2, 1, 1, 40, 3];
        using var team = new Team(workers);
        for (int round = 0; round < Rounds; round++)
        {
            var done = parts.Select(count => new int[workers, count]).ToArray();
            int seed = round;
            Spmd.Run(team, w =>
            {
                var random = new Random((seed * 31) + w.Index);
                for (int kernel = 0; kernel < parts.Length; kernel++)
                {
                    for (var mine = w.Parts(parts[kernel]); mine.Next(out int owner, out int part);)
                    {
                        Interlocked.Increment(ref done[kernel][owner, part]);
                        Thread.SpinWait(random.Next(200));
                    }

                    if (random.Next(4) == 0)
                        Thread.Yield();
                }
            });
            Assert.All(done, kernel => Assert.All(kernel.Cast<int>(), times => Assert.Equal(1, times)));
        }
    }

    /// <summary>One worker does not come before the other has done everything, of two kernels after each other.</summary>
    [Fact]
    public void WhoIsLateIsHelped()
    {
        var by = new List<(int Kernel, int Owner, int Part)>[] { [], [] };
        using var free = new ManualResetEventSlim();
        Spmd.Run(2, w =>
        {
            if (w.Index == 1)
                free.Wait(TestContext.Current.CancellationToken);
            for (int kernel = 0; kernel < 2; kernel++)
            {
                for (var parts = w.Parts(3); parts.Next(out int owner, out int part);)
                    by[w.Index].Add((kernel, owner, part));
            }

            free.Set();
        });
        Assert.Equal([(0, 0, 0), (0, 0, 1), (0, 0, 2), (0, 1, 2), (0, 1, 1), (0, 1, 0), (1, 0, 0), (1, 0, 1), (1, 0, 2), (1, 1, 2), (1, 1, 1), (1, 1, 0)], by[0]);
        Assert.Empty(by[1]);
    }

    [Fact]
    public void AProgramThatFailedLeavesNothingBehind()
    {
        using var team = new Team(2);
        Assert.Throws<InvalidOperationException>(() => Spmd.Run(team, w =>
        {
            var parts = w.Parts(5);
            parts.Next(out _, out _);
            if (w.Index == 0)
                throw new InvalidOperationException();
            w.Parts(7);
            w.Barrier();
        }));
        int done = 0;
        Spmd.Run(team, w =>
        {
            for (var parts = w.Parts(4); parts.Next(out _, out _);)
                Interlocked.Increment(ref done);
        });
        Assert.Equal(8, done);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 7)]
    [InlineData(3, 0)]
    [InlineData(3, 3 * 65535)]
    [InlineData(2, (2 * 65535) + 1)]
    public void UnitsAreDoneOnce(int workers, int count)
    {
        int[] done = new int[count];
        int calls = 0;
        Spmd.Run(workers, w =>
        {
            for (var units = new Units(w, count); units.Next(out int unit);)
            {
                Interlocked.Increment(ref done[unit]);
                Interlocked.Increment(ref calls);
            }
        });
        Assert.Equal(count, calls);
        Assert.All(done, times => Assert.Equal(1, times));
    }

    /// <summary>Boxes of a grid, cut, cover all tiles once, also where a side has fewer tiles than parts.</summary>
    [Theory]
    [InlineData(1, 5, 7, 2, 3)]
    [InlineData(1, 1, 1, 1, 1)]
    [InlineData(3, 2, 9, 4, 1)]
    [InlineData(70_000, 2, 1, 1, 1)]
    [InlineData(1, 1_000, 300, 1, 1)]
    public void BoxesCoverAllTilesOnce(int batches, int rows, int columns, int mostRows, int mostColumns)
    {
        foreach (int workers in new[] { 1, 2, 3, 4 })
        {
            int[] done = new int[batches * rows * columns];
            var grid = Grid.Choose(workers, batches, rows, columns, 6, 0, 0);
            Spmd.Run(workers, w =>
            {
                for (var boxes = new Boxes(w, grid, mostRows, mostColumns); boxes.Next(out var box);)
                {
                    // Where that makes more parts than a queue holds, they have more rows.
                    Assert.InRange(box.Column1 - box.Column0, 1, mostColumns);
                    Assert.InRange(box.Row1 - box.Row0, 1, rows * columns <= PartQueues.MaxParts ? mostRows : rows);
                    for (int batch = box.Batch0; batch < box.Batch1; batch++)
                    {
                        for (int row = box.Row0; row < box.Row1; row++)
                        {
                            for (int column = box.Column0; column < box.Column1; column++)
                                Interlocked.Increment(ref done[(((batch * rows) + row) * columns) + column]);
                        }
                    }
                }
            });
            Assert.All(done, times => Assert.Equal(1, times));
        }
    }
}
