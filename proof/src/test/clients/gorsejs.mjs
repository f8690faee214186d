// What Gorse's own client for JavaScript can say, in its own words.
// node gorsejs.mjs ENTRY KEY: a line of JSON for each step.
import { createRequire } from 'node:module'
const require = createRequire(process.cwd() + '/')
const { Gorse } = require('gorsejs')
const [endpoint, secret] = process.argv.slice(2)
const client = new Gorse({ endpoint, secret })

async function said(step, call) {
  let answer
  try {
    answer = await call()
  } catch (error) {
    answer = error.code
  }
  console.log(JSON.stringify({ step, answer: answer ?? null }))
}
const timestamp = '2026-11-20T08:05:06Z'

await said('insert user', () => client.insertUser({ UserId: 'js-1', Labels: ['a', 'b'], Comment: 'comment' }))
await said('get user', () => client.getUser('js-1'))
await said('update user', () => client.updateUser('js-1', { UserId: 'js-1', Comment: 'other' }))
await said('insert users', () => client.insertUsers([{ UserId: 'js-2' }, { UserId: 'js-3' }]))
await said('get users', async () => (await client.getUsers({ n: 1000 })).Users.map((u) => u.UserId).filter((u) => u.startsWith('js-')))
await said('delete user', () => client.deleteUser('js-1'))
await said('get deleted user', () => client.getUser('js-1'))

const item = { ItemId: 'js-a', IsHidden: true, Labels: ['a', 'b'], Categories: ['d', 'e'], Timestamp: timestamp, Comment: '写作课' }
await said('insert item', () => client.upsertItem(item))
await said('get item', () => client.getItem('js-a'))
await said('insert items', () => client.upsertItems([{ ItemId: 'js-b', IsHidden: false, Timestamp: new Date(timestamp) }]))
await said('update item', () => client.updateItem('js-b', { Labels: ['x'] }))
await said('insert category', () => client.insertItemCategory('js-b', 'f'))
await said('delete category', () => client.deleteItemCategory('js-a', 'd'))
await said('get items', async () => (await client.getItems({ n: 1000 })).Items.filter((i) => i.ItemId.startsWith('js-')).map((i) => [i.ItemId, i.Categories, i.Labels]))
await said('delete item', () => client.deleteItem('js-a'))
await said('delete other item', () => client.deleteItem('js-b'))
await said('get deleted item', () => client.getItem('js-a'))

const feedback = { FeedbackType: 'star', UserId: 'js-2', ItemId: 'js-x', Timestamp: timestamp }
await said('insert feedback', () => client.insertFeedbacks([feedback, { ...feedback, FeedbackType: 'read' }]))
await said('upsert feedback', () => client.upsertFeedbacks([feedback]))
await said('get feedback', async () => (await client.getFeedback({ type: 'star', userId: 'js-2', itemId: 'js-x' })).Timestamp)
await said('get feedbacks', async () => (await client.getFeedbacks('star')).Feedback.map((f) => f.ItemId))
await said('user feedback', async () => (await client.getUserFeedback('js-2')).map((f) => f.FeedbackType))
await said('user feedback by type', async () => (await client.getUserFeedbackByType('js-2', 'read')).length)
await said('item feedback', async () => (await client.getItemFeedback('js-x')).map((f) => f.FeedbackType))
await said('item feedback by type', async () => (await client.getItemFeedbackByType('js-x', 'read')).length)
await said('delete feedback', () => client.deleteFeedback({ type: 'star', userId: 'js-2', itemId: 'js-x' }))
await said('get deleted feedback', () => client.getFeedback({ type: 'star', userId: 'js-2', itemId: 'js-x' }))

await said('recommend', () => client.getRecommend({ userId: 'writer-0', cursorOptions: { n: 3 } }))
await said('recommend in category', () => client.getRecommend({ userId: 'writer-0', category: 'painting', cursorOptions: { n: 2 } }))
await said('written back', () => client.getRecommend({ userId: 'writer-2', writeBackType: 'read', writeBackDelay: '0s', cursorOptions: { n: 1 } }))
await said('after write back', () => client.getRecommend({ userId: 'writer-2', cursorOptions: { n: 1 } }))
await said('session', () => client.getSessionRecommend([{ FeedbackType: 'purchase', UserId: '', ItemId: 'writing-0', Timestamp: timestamp }], { cursorOptions: { n: 2 } }))
await said('popular', () => client.getPopular({ cursorOptions: { n: 2 } }))
await said('latest', () => client.getLatest({ category: 'writing', cursorOptions: { n: 2 } }))
await said('item neighbors', () => client.getItemNeighbors({ itemId: 'writing-0', cursorOptions: { n: 2 } }))
await said('user neighbors', () => client.getUserNeighbors({ userId: 'writer-0', cursorOptions: { n: 2 } }))
