namespace TensorDsl.Cpu.Tests;

public sealed unsafe class TeamTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void EveryWorkerRunsAndBarriersHold(int workers)
    {
        using var team = new Team(workers);
        var counts = new int[workers];
        int seen = 0;
        for (int round = 0; round < 200; round++)
        {
            Array.Clear(counts);
            Spmd.Run(team, w =>
            {
                counts[w.Index]++;
                w.Barrier();
                if (counts.Sum() == w.Count)
                    Interlocked.Increment(ref seen);
                w.Barrier();
                counts[w.Index]++;
            });
            Assert.All(counts, count => Assert.Equal(2, count));
        }

        Assert.Equal(200 * workers, seen);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    public void AnExceptionEndsTheProgramAndTheTeamLivesOn(int workers, int guilty)
    {
        using var team = new Team(workers);
        var thrown = Assert.Throws<InvalidOperationException>(() => Spmd.Run(team, w =>
        {
            w.Barrier();
            if (w.Index == guilty)
                throw new InvalidOperationException("guilty");
            w.Barrier();
        }));
        Assert.Equal("guilty", thrown.Message);
        int ran = 0;
        Spmd.Run(team, w =>
        {
            w.Barrier();
            Interlocked.Increment(ref ran);
        });
        Assert.Equal(workers, ran);
    }

    [Fact]
    public void RunAllocatesNothing()
    {
        using var team = new Team(2);
        int total = 0;
        for (int i = 0; i < 10; i++)
            team.Run(&Count, (nint)(&total));
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
            team.Run(&Count, (nint)(&total));
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(220, total);
    }

    [Fact]
    public unsafe void EachWorkerHasScratchMemoryOfItsOwn()
    {
        nint[] places = new nint[3];
        Spmd.Run(3, w => places[w.Index] = (nint)w.Scratch);
        Array.Sort(places);
        Assert.All(places, place => Assert.Equal(0, place % 4096));
        Assert.All(places.Zip(places.Skip(1)), pair => Assert.True(pair.Second - pair.First >= Team.ScratchBytes));
    }

    [Fact]
    public void SharesCoverEverythingOnce()
    {
        for (int workers = 1; workers <= 5; workers++)
        {
            foreach (var (total, grain) in new[] { (0, 1), (1, 1), (7, 16), (100, 16), (int.MaxValue, 16) })
            {
                var shares = new (int From, int To)[workers];
                Spmd.Run(workers, w => shares[w.Index] = w.Share(total, grain));
                Assert.Equal(0, shares[0].From);
                Assert.Equal(total, shares[^1].To);
                for (int i = 1; i < workers; i++)
                    Assert.Equal(shares[i - 1].To, shares[i].From);
            }
        }
    }

    [Fact]
    public void ADisposedTeamRefuses()
    {
        var team = new Team(2);
        team.Dispose();
        Assert.Throws<ObjectDisposedException>(() => team.Run(&Count, 0));
    }

    private static void Count(nint state, Worker worker)
    {
        worker.Barrier();
        Interlocked.Increment(ref *(int*)state);
    }
}
