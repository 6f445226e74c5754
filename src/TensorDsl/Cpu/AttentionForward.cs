using System.Runtime.CompilerServices;

namespace TensorDsl.Cpu;

/// <content>The forward pass of one head.</content>
public static unsafe partial class Attention
{
    /// <summary>Rows whose running maximum and sum are kept at a time.</summary>
    private const int MaxChunk = 2048;

    private readonly struct ForwardPass<V, TMask>
        where V : unmanaged, ISimd<V>
        where TMask : struct, IMask
    {
        private readonly AttentionShape _shape;
        private readonly Matrix _q;
        private readonly Matrix _k;
        private readonly Matrix _v;
        private readonly Matrix _output;
        private readonly TMask _mask;
        private readonly float _scale;
        private readonly float* _lse;
        private readonly int _block;
        private readonly int _paddedV;
        private readonly float* _keyPanels;
        private readonly float* _valuePanels;
        private readonly float* _scores;
        private readonly float* _tile;
        private readonly float* _sums;

        public ForwardPass(
            float* scratch, AttentionShape shape, HeadView q, HeadView k, HeadView v, HeadView output, float* lse, float scale, TMask mask, int head)
        {
            int width = 2 * V.Width;
            int b = head / shape.H;
            int h = head % shape.H;
            _shape = shape;
            _q = q.Rows(b, 0, h);
            _k = k.Rows(b, 0, h);
            _v = v.Rows(b, 0, h);
            _output = output.Rows(b, 0, h);
            _lse = lse + ((nint)head * shape.T);
            _scale = scale;
            _mask = mask;
            _paddedV = RoundUp(shape.DV, width);
            int most = PanelFloats / (shape.DK + _paddedV) / width * width;
            _block = Math.Min(RoundUp(shape.S, width), Math.Clamp(most, width, 1024));
            int rows = MicroKernel.MaxRows<V>();
            _keyPanels = Take(ref scratch, (nint)_block * shape.DK);
            _valuePanels = Take(ref scratch, (nint)_block * _paddedV);
            _scores = Take(ref scratch, rows * Ld);
            _tile = Take(ref scratch, (nint)rows * _paddedV);
            _sums = Take(ref scratch, MaxChunk);
        }

        /// <summary>Padded, so that rows do not meet in the same cache sets.</summary>
        private nint Ld => _block + 16;

        /// <summary>Rows t0 … t1 − 1, block of columns by block of columns.</summary>
        public void Run(int t0, int t1)
        {
            for (int t = t0; t < t1; t++)
                (_lse[t], _sums[t - t0]) = (float.NegativeInfinity, 0);
            int s0 = 0;
            do
            {
                int columns = Math.Min(_block, _shape.S - s0);
                bool last = s0 + columns == _shape.S;
                Prefetch(_q, t0, MicroKernel.Rows<V>(t1 - t0), _shape.DK);
                Pack.Panels<V>(new Matrix(_k.At(s0, 0), 1, _k.RowStride), _shape.DK, columns, _keyPanels);
                Pack.Panels<V>(new Matrix(_v.At(s0, 0), _v.RowStride, 1), columns, _shape.DV, _valuePanels);
                for (int t = t0, rows; t < t1; t += rows)
                {
                    rows = MicroKernel.Rows<V>(t1 - t);
                    Prefetch(_q, t + rows, Math.Min(rows, t1 - t - rows), _shape.DK);
                    Group(t, rows, t - t0, s0, columns, last);
                }

                s0 += columns;
            }
            while (s0 < _shape.S);
            SaveLogarithms<V>(_lse + t0, _sums, t1 - t0);
        }

        /// <summary>A few rows against one block of columns.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Group(int t, int rows, int place, int s0, int columns, bool last)
        {
            int width = 2 * V.Width;
            var (low, high) = Range(_mask, t, t + rows, s0, columns, width);
            bool first = s0 == 0;
            if (low < high)
            {
                int end = End(_mask, t + rows - 1, s0, low, Math.Min(high, columns));
                Multiply<V>(
                    rows, _q.At(t, 0), _q.RowStride, 1, _keyPanels + ((nint)low * _shape.DK), _shape.DK, _shape.DK,
                    _scores + low, Ld, high - low, false);
                for (int r = 0; r < rows; r++)
                {
                    float* row = _scores + (r * Ld);
                    Hide(_mask, row, t + r, s0, low, end);
                    float correction = Softmax<V>(row, low, End(_mask, t + r, s0, low, end), high, _scale, ref _lse[t + r], ref _sums[place + r]);
                    if (!first)
                        Scale<V>(_output.At(t + r, 0), _tile + (r * _paddedV), _shape.DV, correction);
                }

                Multiply<V>(
                    rows, _scores + low, Ld, 1, _valuePanels + (low * width), columns, end - low,
                    _tile, _paddedV, _paddedV, !first);
            }
            else if (!first)
            {
                for (int r = 0; r < rows; r++)
                    Scale<V>(_output.At(t + r, 0), _tile + (r * _paddedV), _shape.DV, 1);
            }
            else
            {
                new Span<float>(_tile, rows * _paddedV).Clear();
            }

            for (int r = 0; r < rows; r++)
            {
                float factor = 1;
                if (last)
                {
                    float sum = _sums[place + r];
                    factor = sum == 0 ? 0 : 1 / sum;
                }

                Scale<V>(_tile + (r * _paddedV), _output.At(t + r, 0), _shape.DV, factor);
            }
        }
    }

    /// <summary>Largest scores → logarithms of the sums of exponentials.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SaveLogarithms<V>(float* lse, float* sums, int count)
        where V : unmanaged, ISimd<V>
    {
        int i = 0;
        for (; i + V.Width <= count; i += V.Width)
            V.Store(lse + i, Logarithm(V.Load(lse + i), V.Load(sums + i)));
        for (; i < count; i++)
            F1.Store(lse + i, Logarithm(F1.Load(lse + i), F1.Load(sums + i)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Logarithm<V>(V largest, V sum)
        where V : unmanaged, ISimd<V> => V.Where(sum, largest + V.Log(sum), V.Broadcast(float.PositiveInfinity));

    /// <summary>Asks for rows that are wanted soon; their stride hides them from the processor's own prefetchers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch(Matrix m, int row, int rows, int width)
    {
        for (int r = 0; r < rows; r++)
        {
            float* at = m.At(row + r, 0);
            for (int i = 0; i < width; i += CacheLine.Floats)
                CacheLine.Prefetch(at + i);
        }
    }

    /// <summary>
    /// Turns a row's scores up to <paramref name="end"/> into exponentials relative to its largest so far, the others up to
    /// <paramref name="high"/> into zeros, adds them up, and returns by how much what was summed before has to shrink.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Softmax<V>(float* row, int low, int end, int high, float scale, ref float largest, ref float sum)
        where V : unmanaged, ISimd<V>
    {
        V factor = V.Broadcast(scale);
        V hidden = V.Broadcast(float.NegativeInfinity);
        V most = hidden;
        int s = low;
        for (; s + V.Width <= end; s += V.Width)
            most = V.Max(most, V.Load(row + s) * factor);
        V some = s < end ? V.Where(Before<V>(s, end), V.Load(row + s) * factor, hidden) : hidden;
        float before = largest;
        float now = MathF.Max(before, V.HorizontalMax(V.Max(most, some)));
        V total = V.Broadcast(0);
        V shift = V.Broadcast(now == float.NegativeInfinity ? 0 : now);
        for (s = low; s + V.Width <= end; s += V.Width)
        {
            V e = V.Exp((V.Load(row + s) * factor) - shift);
            V.Store(row + s, e);
            total += e;
        }

        if (s < end)
        {
            V e = V.Exp(some - shift);
            V.Store(row + s, e);
            total += e;
            s += V.Width;
        }

        for (; s < high; s += V.Width)
            V.Store(row + s, V.Broadcast(0));
        float correction = now == before ? 1 : before == float.NegativeInfinity ? 0 : MathF.Exp(before - now);
        largest = now;
        sum = (sum * correction) + V.HorizontalSum(total);
        return correction;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Scale<V>(float* source, float* target, int count, float factor)
        where V : unmanaged, ISimd<V>
    {
        V f = V.Broadcast(factor);
        int i = 0;
        for (; i + V.Width <= count; i += V.Width)
            V.Store(target + i, V.Load(source + i) * f);
        for (; i < count; i++)
            target[i] = source[i] * factor;
    }
}
