import { expect, it } from 'vitest';
import { snoozeForm } from '../../src/platforms/discord/events/reminder-form.ts';
import { renderReminder } from '../../src/platforms/discord/rendering/render-reminder.ts';
import { viewDelivery } from '../../src/reminders/delivery-view.ts';
import { delivery, dueAt, item } from '../reminders/deliveries.ts';
import { controlsOf, fieldsOf, findControl, readForm, showForm, showMessage, withIds } from './show-message.ts';

const names = {
  bot: '1',
  channels: { general: '100', operations: '101' },
  users: { alice: '700000000000001000' },
  direct: { alice: '2000' },
};

const reminder = {
  id: 'm1',
  channel: '101',
  content: '',
  flags: 1 << 15,
  edited: false,
  components: renderReminder(
    viewDelivery(delivery([item({ createdBy: '700000000000001000', text: 'Look at the queue' })]), [], dueAt),
  ).components as never,
};

it('shows a posted reminder with its place, its button and its menu', () => {
  const shown = showMessage(reminder, names);
  expect(shown).toMatch(/^#operations$/m);
  expect(shown).toContain('Look at the queue');
  expect(shown).toContain('set by @alice');
  expect(shown).toMatch(/^\[Done\]/m);
  expect(shown).toMatch(/\[Snooze 1 hour\].*\[Show/);
  expect(shown).not.toContain('<@');
});

it('says who else sees it: nobody, or the person it was sent to', () => {
  expect(showMessage({ ...reminder, flags: (1 << 15) | 64 }, names)).toMatch(/\(only you see this\)$/m);
  expect(showMessage({ ...reminder, channel: '2000' }, names)).toMatch(/^Direct message to @alice$/m);
});

it('shows times as Discord does, in the zone of the machine', () => {
  const text = { type: 10, content: 'due <t:1795000000:F>, <t:1795000000:R>' };
  const now = new Date(1_795_003_600_000);
  const shown = showMessage({ ...reminder, components: [text] as never }, names, { now });
  expect(shown).toContain('2026');
  expect(shown).toContain('1 hour ago');
  expect(shown).not.toContain('<t:');
});

it('shows text without markup', () => {
  const content =
    '-# Ports\n**IMAP needs 993/tcp.** [MDaemon help](https://help.example.com/a_b)\n- a\\_b for @700000000000001000';
  const shown = showMessage({ ...reminder, components: [{ type: 10, content }] as never }, names);
  expect(shown).toBe('#operations\nPorts\nIMAP needs 993/tcp. MDaemon help\n- a_b for @alice');
});

it('does not show a text again if only the buttons have changed', () => {
  const text = { type: 10, content: 'One line\nAnother line' };
  const before = { ...reminder, components: [text, { type: 2, custom_id: 'x', label: 'Share' }] as never };
  const after = { ...reminder, components: [text] as never };
  expect(showMessage(after, names, { before })).toBe('#operations, edited\nOne line\nAnother line …');
  const other = { ...reminder, components: [{ type: 10, content: 'Done by @alice' }] as never };
  expect(showMessage(other, names, { before })).toBe('#operations, edited\nDone by @alice');
});

it('finds a button or an entry of a menu by its label, on the latest message that has it', () => {
  const plain = { ...reminder, id: 'm2', components: [{ type: 10, content: 'an answer without buttons' }] as never };
  expect(findControl([reminder, plain], 'Done')?.message.id).toBe('m1');
  expect(findControl([reminder, plain], '[done]')?.control.value).toBeUndefined();
  expect(findControl([reminder, plain], 'snooze 1 hour')?.control.value).toBeTypeOf('string');
  expect(findControl([reminder, plain], 'Share')).toBeUndefined();
  expect(controlsOf(plain)).toEqual([]);
});

it('leaves out buttons that cannot be pressed', () => {
  const off = { type: 1, components: [{ type: 2, custom_id: 'x', label: 'Next', disabled: true }] };
  expect(controlsOf({ components: [off] as never })).toEqual([]);
});

it('shows a form with its fields, and reads it as it is filled in', () => {
  const form = snoozeForm('d', 'r');
  expect(showForm(form)).toContain('form when:');
  expect(readForm('form when:in 3h', fieldsOf(form), names)).toEqual({ when: 'in 3h' });
  expect(() => readForm('form wen:in 3h', fieldsOf(form), names)).toThrow(/no field “wen”.*when:/);
  expect(() => readForm('form', fieldsOf(form), names)).toThrow(/when:/);
});

it('sends the ids of people and channels that are named, as Discord does', () => {
  expect(withIds('@mdaemon remind #operations in 2h', names)).toBe('<@1> remind <#101> in 2h');
  expect(withIds('@alice and me@alice.example, #nothing', names)).toBe(
    '<@700000000000001000> and me@alice.example, #nothing',
  );
});
