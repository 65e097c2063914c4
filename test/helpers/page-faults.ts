import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { z } from 'zod';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const violationsSchema = z.array(
  z.object({
    id: z.string(),
    nodes: z.array(z.object({ html: z.string(), failureSummary: z.string().default('') })),
  }),
);

/** What people and programs look for on every page: the name of one link of the menu, and of no other link. */
const menuLabels = ['Home', 'Module State', 'Users', 'Add User', 'Jabber Service', 'Save Changes'];

/** The labels of the menu that another link has in its name too. */
async function ambiguousLabels(page: Page): Promise<readonly string[]> {
  const counts = menuLabels.map(async (label) => {
    const count = await page.getByRole('link', { name: label }).count();
    return count > 1 ? [`${count} links have "${label}" in their name`] : [];
  });
  return (await Promise.all(counts)).flat();
}

/** What axe finds wrong with the page, as text; also when it is wider than the screen, and links that are mistaken. */
export async function faults(page: Page): Promise<readonly string[]> {
  // Before its style is there, a page has faults that nobody sees.
  await page.waitForLoadState('load');
  // Scrolled, the bar at the top lies over a control, and axe takes the rest for all of it.
  await page.evaluate('window.scrollTo(0, 0)');
  await page.evaluate(axe);
  const rules = '["wcag2a","wcag2aa","wcag21a","wcag21aa","wcag22aa","best-practice"]';
  const found = await page.evaluate(`axe.run({ runOnly: ${rules} }).then((result) => result.violations)`);
  const isWide = await page.evaluate(
    'document.documentElement.scrollWidth > document.documentElement.clientWidth',
  );
  return [
    ...violationsSchema
      .parse(found)
      .map(({ id, nodes: [first] }) => `${id}: ${first?.html ?? ''} ${first?.failureSummary ?? ''}`),
    ...(await ambiguousLabels(page)),
    ...(isWide === true ? ['the page is wider than the screen'] : []),
  ];
}

/** Collects what the browser complains of: scripts that fail, and what the policy refuses. */
export function complaints(page: Page): readonly string[] {
  const all: string[] = [];
  page.on('pageerror', (error) => all.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      all.push(message.text());
  });
  return all;
}
