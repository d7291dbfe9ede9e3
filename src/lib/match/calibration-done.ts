// Whether somebody has calibrated in this browser already, by rubric. A browser may forbid storage: then it is offered again.
const key = 'fourstep.calibrated';

export function isCalibrated(rubric: string): boolean {
  return done().includes(rubric);
}

export function markCalibrated(rubric: string): void {
  try {
    localStorage.setItem(key, JSON.stringify([...new Set([...done(), rubric])]));
  } catch {
    // Full or forbidden.
  }
}

function done(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(kept) ? kept.filter((one) => typeof one === 'string') : [];
  } catch {
    return [];
  }
}
