#pragma warning disable
namespace TensorDsl.Cpu;
public static unsafe class BarrierTrace
{
    public static (long Time, int Line)[][] Log = [new (long, int)[4000000], new (long, int)[4000000]];
    public static int[] Count = new int[64];
    public static bool On;
    public static void Note(int worker, int line)
    {
        if (On && worker < 2 && Count[worker * 32] < 4000000)
            Log[worker][Count[worker * 32]++] = (System.Diagnostics.Stopwatch.GetTimestamp(), line);
    }
}
