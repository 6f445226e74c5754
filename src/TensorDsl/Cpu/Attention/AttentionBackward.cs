using System.Runtime.CompilerServices;

namespace TensorDsl.Cpu;

/// <content>The backward pass.</content>
public static unsafe partial class Attention
{
    /// <summary>Rows of scores that are held at a time: enough for the sums over rows to run in registers.</summary>
    private const int BlockRows = 48;

    /// <summary>Computes the gradients of queries, keys and values; what their views hold before does not matter.</summary>
    /// <param name="w">The worker that calls.</param>
    /// <param name="shape">The sizes.</param>
    /// <param name="q">Queries (B, T, H, DK).</param>
    /// <param name="k">Keys (B, S, H, DK).</param>
    /// <param name="v">Values (B, S, H, DV).</param>
    /// <param name="output">What <see cref="Forward"/> wrote: (B, T, H, DV).</param>
    /// <param name="outputGradient">The gradient of the output (B, T, H, DV).</param>
    /// <param name="lse">What <see cref="Forward"/> saved: (B, H, T).</param>
    /// <param name="queryGradient">Written: (B, T, H, DK).</param>
    /// <param name="keyGradient">Written: (B, S, H, DK).</param>
    /// <param name="valueGradient">Written: (B, S, H, DV).</param>
    /// <param name="scale">As in the forward pass.</param>
    /// <param name="mask">As in the forward pass.</param>
    public static void Backward<V, TMask>(
        Worker w, AttentionShape shape, HeadView q, HeadView k, HeadView v, HeadView output, HeadView outputGradient, float* lse,
        HeadView queryGradient, HeadView keyGradient, HeadView valueGradient, float scale, TMask mask)
        where V : unmanaged, ISimd<V>
        where TMask : struct, IMask
    {
        int heads = shape.B * shape.H;
        for (var units = new Units(w, heads); units.Next(out int head);)
        {
            int b = head / shape.H;
            int h = head % shape.H;
            var pass = new BackwardPass<V, TMask>(w.Scratch, shape, scale, mask)
            {
                Query = q.Rows(b, 0, h),
                Key = k.Rows(b, 0, h),
                Value = v.Rows(b, 0, h),
                Output = output.Rows(b, 0, h),
                OutputGradient = outputGradient.Rows(b, 0, h),
                Lse = lse + ((nint)head * shape.T),
                QueryGradient = queryGradient.Rows(b, 0, h),
                KeyGradient = keyGradient.Rows(b, 0, h),
                ValueGradient = valueGradient.Rows(b, 0, h),
            };
            pass.Run(new HeadsAhead(shape, units.Following, q, k, v, output, outputGradient));
        }
    }

    private readonly struct BackwardPass<V, TMask>
        where V : unmanaged, ISimd<V>
        where TMask : struct, IMask
    {
        private readonly AttentionShape _shape;
        private readonly float _scale;
        private readonly TMask _mask;
        private readonly int _block;
        private readonly int _paddedK;
        private readonly int _paddedV;
        private readonly float* _keysTransposed;
        private readonly float* _valuesTransposed;
        private readonly float* _keyPanels;
        private readonly float* _keySums;
        private readonly float* _valueSums;
        private readonly float* _weights;
        private readonly float* _slopes;
        private readonly float* _queries;
        private readonly float* _queryPanels;
        private readonly float* _gradients;
        private readonly float* _gradientPanels;
        private readonly float* _tile;

        public BackwardPass(float* scratch, AttentionShape shape, float scale, TMask mask)
        {
            int width = 2 * V.Width;
            _shape = shape;
            _scale = scale;
            _mask = mask;
            _paddedK = RoundUp(shape.DK, width);
            _paddedV = RoundUp(shape.DV, width);
            int most = 3 * PanelFloats / ((3 * _paddedK) + (2 * _paddedV)) / width * width;
            _block = Math.Min(RoundUp(shape.S, width), Math.Clamp(most, width, 256));
            _keysTransposed = Take(ref scratch, (nint)_block * shape.DK);
            _valuesTransposed = Take(ref scratch, (nint)_block * shape.DV);
            _keyPanels = Take(ref scratch, (nint)_block * _paddedK);
            _keySums = Take(ref scratch, (nint)_block * _paddedK);
            _valueSums = Take(ref scratch, (nint)_block * _paddedV);
            _weights = Take(ref scratch, BlockRows * Ld);
            _slopes = Take(ref scratch, BlockRows * Ld);
            _queries = Take(ref scratch, (nint)BlockRows * shape.DK);
            _queryPanels = Take(ref scratch, (nint)BlockRows * _paddedK);
            _gradients = Take(ref scratch, (nint)BlockRows * shape.DV);
            _gradientPanels = Take(ref scratch, (nint)BlockRows * _paddedV);
            _tile = Take(ref scratch, (nint)MicroKernel.MaxRows<V>() * _paddedK);
        }

        public Matrix Query { get; init; }

        public Matrix Key { get; init; }

        public Matrix Value { get; init; }

        public Matrix Output { get; init; }

        public Matrix OutputGradient { get; init; }

        public float* Lse { get; init; }

        public Matrix QueryGradient { get; init; }

        public Matrix KeyGradient { get; init; }

        public Matrix ValueGradient { get; init; }

        private nint Ld => _block + 16;

        public void Run(in HeadsAhead ahead)
        {
            if (_shape.S <= 0)
            {
                for (int t = 0; t < _shape.T; t++)
                    new Span<float>(QueryGradient.At(t, 0), _shape.DK).Clear();
            }

            for (int s0 = 0; s0 < _shape.S; s0 += _block)
                Columns(s0, Math.Min(_block, _shape.S - s0), s0 + _block >= _shape.S ? ahead : default);
        }

        /// <summary>A block of keys and values against all rows.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Columns(int s0, int columns, in HeadsAhead ahead)
        {
            if (!IsFew(_shape))
                Pack.Panels<V>(new Matrix(Key.At(s0, 0), 1, Key.RowStride), _shape.DK, columns, _keysTransposed);
            Pack.Panels<V>(new Matrix(Value.At(s0, 0), 1, Value.RowStride), _shape.DV, columns, _valuesTransposed);
            Pack.Panels<V>(new Matrix(Key.At(s0, 0), Key.RowStride, 1), columns, _shape.DK, _keyPanels);
            new Span<float>(_keySums, columns * _paddedK).Clear();
            new Span<float>(_valueSums, columns * _paddedV).Clear();
            for (int t = 0; t < _shape.T; t += BlockRows)
            {
                Prefetch(Query, t, Math.Min(BlockRows, _shape.T - t), _shape.DK);
                Prefetch(OutputGradient, t, Math.Min(BlockRows, _shape.T - t), _shape.DV);
                Block(t, Math.Min(BlockRows, _shape.T - t), s0, columns, ahead);
            }

            for (int s = 0; s < columns; s++)
            {
                Scale<V>(_keySums + ((nint)s * _paddedK), KeyGradient.At(s0 + s, 0), _shape.DK, 1);
                Scale<V>(_valueSums + ((nint)s * _paddedV), ValueGradient.At(s0 + s, 0), _shape.DV, 1);
            }
        }

        /// <summary>A block of rows against a block of columns.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
        private void Block(int t0, int blockRows, int s0, int columns, in HeadsAhead ahead)
        {
            int width = 2 * V.Width;
            var (low, high) = Range(_mask, t0, t0 + blockRows, s0, columns, width);
            if (low == high)
            {
                if (s0 == 0)
                {
                    for (int t = t0; t < t0 + blockRows; t++)
                        new Span<float>(QueryGradient.At(t, 0), _shape.DK).Clear();
                }

                return;
            }

            for (int r = 0; r < blockRows; r++)
            {
                Scale<V>(Query.At(t0 + r, 0), _queries + (r * _shape.DK), _shape.DK, _scale);
                Scale<V>(OutputGradient.At(t0 + r, 0), _gradients + (r * _shape.DV), _shape.DV, 1);
            }

            Prefetch(Output, t0, blockRows, _shape.DV);
            Pack.Panels<V>(new Matrix(_queries, _shape.DK, 1), blockRows, _shape.DK, _queryPanels);
            Pack.Panels<V>(new Matrix(_gradients, _shape.DV, 1), blockRows, _shape.DV, _gradientPanels);
            for (int r = 0, rows; r < blockRows; r += rows)
            {
                rows = MicroKernel.Rows<V>(blockRows - r);
                Group(t0, r, rows, s0, columns, low, high);
                ahead.Rows(t0 + r, rows);
            }

            int end = End(_mask, t0 + blockRows - 1, s0, low, Math.Min(high, columns));
            for (int s = low, r = 0, rows; s < end; s += rows)
            {
                // The rows that see none of these columns see none of the later ones.
                rows = MicroKernel.Rows<V>(end - s);
                while (End(_mask, t0 + r, s0, s, end) == s)
                    r++;
                Multiply<V>(
                    rows, _weights + (r * Ld) + s, 1, Ld, _gradientPanels + (r * width), blockRows, blockRows - r,
                    _valueSums + ((nint)s * _paddedV), _paddedV, _paddedV, true);
                Multiply<V>(
                    rows, _slopes + (r * Ld) + s, 1, Ld, _queryPanels + (r * width), blockRows, blockRows - r,
                    _keySums + ((nint)s * _paddedK), _paddedK, _paddedK, true);
            }
        }

        /// <summary>Weights and slopes (the scores' gradients) of a few rows, and from them the gradient of the queries.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
        private void Group(int t0, int r0, int rows, int s0, int columns, int blockLow, int blockHigh)
        {
            int width = 2 * V.Width;
            int t = t0 + r0;
            var (low, high) = Range(_mask, t, t + rows, s0, columns, width);
            float* weights = _weights + (r0 * Ld);
            float* slopes = _slopes + (r0 * Ld);
            if (low < high)
            {
                Scores(t, rows, s0, low, high, weights);
                Multiply<V>(
                    rows, _gradients + (r0 * _shape.DV), _shape.DV, 1, _valuesTransposed + ((nint)low * _shape.DV), _shape.DV, _shape.DV,
                    slopes + low, Ld, high - low, false);
            }
            else
            {
                low = high = blockLow;
            }

            int end = End(_mask, t + rows - 1, s0, low, Math.Min(high, columns));
            for (int r = 0; r < rows; r++)
            {
                float* weight = weights + (r * Ld);
                float* slope = slopes + (r * Ld);
                float inner = Dot<V>(_gradients + ((r0 + r) * _shape.DV), Output.At(t + r, 0), _shape.DV);
                int seen = End(_mask, t + r, s0, low, end);
                float scale = Hide(_mask, weight, t + r, s0, low, end, _scale) ? 1 : _scale;
                Clear<V>(weight, slope, blockLow, low);
                Slopes<V>(weight, slope, low, seen, scale, Lse[t + r], inner);
                Clear<V>(weight, slope, low + RoundUp(seen - low, V.Width), blockHigh);
            }

            Multiply<V>(
                rows, slopes + low, Ld, 1, _keyPanels + (low * width), columns, end - low,
                _tile, _paddedK, _paddedK, false);
            for (int r = 0; r < rows; r++)
                Deliver<V>(_tile + (r * _paddedK), QueryGradient.At(t + r, 0), _shape.DK, _scale, s0 > 0);
        }

        /// <summary>The scores of a few rows, by the operations of the forward pass: others would not fit the logarithms that it saved.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Scores(int t, int rows, int s0, int low, int high, float* scores)
        {
            if (!IsFew(_shape))
            {
                Multiply<V>(
                    rows, Query.At(t, 0), Query.RowStride, 1, _keysTransposed + ((nint)low * _shape.DK), _shape.DK, _shape.DK,
                    scores + low, Ld, high - low, false);
                return;
            }

            int columns = Math.Min(high, _shape.S - s0) - low;
            for (int r = 0; r < rows; r++)
                SkinnyProduct.Run<V>(Query.From(t + r, 0), Key.Transposed.From(0, s0 + low), 1, columns, _shape.DK, scores + (r * Ld) + low);
        }
    }
}
