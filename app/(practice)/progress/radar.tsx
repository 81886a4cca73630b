import { Text } from '@mantine/core';
import type { TopicProgress, TopicRating } from '../../../lib/practice/wire.ts';
import { progressTexts } from '../../_ui/accounttexts.ts';
import styles from './radar.module.css';

const words = progressTexts.radar;

/** Points at the middle and at the rim. */
const RANGE = { from: 1000, to: 2000 } as const;
const RINGS = [1250, 1500, 1750] as const;
const RADIUS = 130;

interface Spoke {
  readonly title: string;
  readonly angle: number;
  readonly rating: TopicRating;
}

/** Eight topics as spokes: the rating as a line, the range in which it lies in 90 of 100 cases as a band. The same is said in words below it. */
export function Radar({ topics }: { readonly topics: readonly TopicProgress[] }) {
  const rated = topics.flatMap(({ title, rating }) => (rating ? [{ title, rating }] : []));
  if (rated.length < 3) return null;
  const spokes = rated.map(
    (one, index): Spoke => ({ ...one, angle: (2 * Math.PI * index) / rated.length - Math.PI / 2 }),
  );
  return (
    <figure className={styles.figure}>
      <svg viewBox="-260 -180 520 360" className={styles.radar} role="img" aria-label={words.label}>
        {RINGS.map((points) => (
          <polygon key={points} points={outline(spokes, () => points)} className={styles.ring} />
        ))}
        {spokes.map((spoke) => (
          <SpokeLine key={spoke.title} spoke={spoke} />
        ))}
        <path d={band(spokes)} fillRule="evenodd" className={styles.band} />
        <polygon points={outline(spokes, ({ rating }) => rating.rating)} className={styles.line} />
        {RINGS.map((points) => (
          <text key={points} x={4} y={-lengthOf(points) - 3} className={styles.scale}>
            {points}
          </text>
        ))}
      </svg>
      <Text component="figcaption" size="sm" c="dimmed">
        {words.caption}
      </Text>
    </figure>
  );
}

function SpokeLine({ spoke: { title, angle } }: { readonly spoke: Spoke }) {
  const [x, y] = pointAt(angle, RADIUS);
  const [labelX, labelY] = pointAt(angle, RADIUS + 14);
  const anchor = Math.abs(labelX) < 10 ? 'middle' : labelX > 0 ? 'start' : 'end';
  return (
    <g>
      <line x1={0} y1={0} x2={x} y2={y} className={styles.ring} />
      {title.split(' & ').map((part, index, all) => (
        <text key={part} x={labelX} y={labelY + 4 + index * 15} textAnchor={anchor} className={styles.label}>
          {part}
          {index < all.length - 1 ? ' &' : ''}
        </text>
      ))}
    </g>
  );
}

function lengthOf(points: number): number {
  const share = (points - RANGE.from) / (RANGE.to - RANGE.from);
  return RADIUS * Math.min(1, Math.max(0, share));
}

function pointAt(angle: number, length: number): [number, number] {
  return [Math.round(100 * Math.cos(angle) * length) / 100, Math.round(100 * Math.sin(angle) * length) / 100];
}

function outline(spokes: readonly Spoke[], pointsOf: (spoke: Spoke) => number): string {
  return spokes.map((spoke) => pointAt(spoke.angle, lengthOf(pointsOf(spoke))).join(',')).join(' ');
}

function band(spokes: readonly Spoke[]): string {
  const ring = (pointsOf: (spoke: Spoke) => number) => `M${outline(spokes, pointsOf).replaceAll(' ', 'L')}Z`;
  return ring(({ rating }) => rating.high) + ring(({ rating }) => rating.low);
}
